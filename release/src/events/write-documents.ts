// npm run docs: writes docs/events from the contracts. Run in the root of the workspace.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventDocuments } from './documents';

const FOLDER = join('docs', 'events');

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
for (const [name, content] of eventDocuments(version)) writeFileSync(join(FOLDER, name), content);
