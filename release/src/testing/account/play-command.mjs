// Plays `docker` or `aws`: `node play-command.mjs PROGRAM ARGUMENT …` has the account answer.
const [program, ...args] = process.argv.slice(2);

let input = '';
// Only a pipe is read: a terminal, or a test's shell without input, would never end.
if (args.includes('--password-stdin')) for await (const chunk of process.stdin) input += chunk;

const answer = await fetch(`${process.env.AWS_ENDPOINT_URL}/commands/${program}`, {
  method: 'POST',
  body: JSON.stringify({ args, input }),
});
const { status, stdout, stderr } = await answer.json();
if (stdout) console.log(stdout);
if (stderr) console.error(`${program}: ${stderr}`);
process.exitCode = status;
