/** What a secret looks like; each named by what it opens. */
const SECRETS: Readonly<Record<string, RegExp>> = {
  'AWS access key': /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  'AWS secret key': /aws_?secret_?access_?key\W{1,4}[A-Za-z0-9/+]{40}\b/i,
  'private key': /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*\n?[A-Za-z0-9+/=]{20}/,
  'GitHub token': /\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})\b/,
  'npm token': /\bnpm_[A-Za-z0-9]{36}\b|_authToken\s*=\s*\S+/,
  'Slack token': /\bxox[abprs]-[A-Za-z0-9-]{20,}/,
  'API key':
    /\b(sk|rk)_live_[A-Za-z0-9]{20,}\b|\bsk-[A-Za-z0-9_-]{32,}\b|\bAIza[A-Za-z0-9_-]{35}\b/,
  'JSON web token': /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/,
  password: /\b(password|passwd|secret|token)["']?\s*[:=]\s*["'][A-Za-z0-9/+_=-]{24,}["']/i,
  'password in a URL': /\b[a-z]+:\/\/[^\s/:@]+:[^\s/:@$]{6,}@/,
};

/** What in the text looks like a secret: its kind and its line, never itself. */
export function secretsIn(text: string): string[] {
  return text.split('\n').flatMap((line, index, lines) =>
    Object.entries(SECRETS)
      // A private key begins on the line after its header.
      .filter(([, pattern]) => pattern.test(`${line}\n${lines[index + 1] ?? ''}`))
      .filter(([kind, pattern]) => kind === 'private key' || pattern.test(line))
      .map(([kind]) => `${kind} in line ${index + 1}`),
  );
}
