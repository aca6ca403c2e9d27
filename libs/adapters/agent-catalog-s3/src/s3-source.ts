import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { isAgentFile, type AgentSource } from '@patchbay/agent';

/** Whether the place of the agents is one for {@link createS3Source}. */
export const isS3Url = (place: string): boolean => place.startsWith('s3://');

/**
 * Agents as objects `<agentId>/…` under a place such as `s3://bucket/agents/`. Looking for changes
 * lists the place, a request for each thousand objects, and gets none of them.
 */
export function createS3Source(url: string, client = new S3Client({})): AgentSource {
  const { hostname: bucket, pathname } = new URL(url);
  const prefix = pathname.replace(/^\//, '').replace(/([^/])$/, '$1/');

  /** Entity tags of the agents' files, by path under the prefix. */
  async function list(under: string): Promise<Map<string, string>> {
    const tags = new Map<string, string>();
    const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix + under });
    for await (const { Contents = [] } of pages) {
      for (const { Key = '', ETag = '' } of Contents) tags.set(Key.slice(prefix.length), ETag);
    }
    return new Map([...tags].filter(([path]) => isOfAnAgent(path)));
  }

  async function text(path: string): Promise<string> {
    const { Body } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: prefix + path }),
    );
    return (await Body?.transformToString()) ?? '';
  }

  return {
    async versions() {
      const versions = new Map<string, string>();
      for (const [path, tag] of await list('')) {
        const { agentId, file } = splitPath(path);
        versions.set(agentId, `${versions.get(agentId) ?? ''}${file} ${tag}\n`);
      }
      return versions;
    },
    async read(agentId) {
      const paths = [...(await list(`${agentId}/`)).keys()];
      const texts = await Promise.all(paths.map(text));
      return new Map(paths.map((path, index) => [splitPath(path).file, texts[index] ?? '']));
    },
  };
}

const isOfAnAgent = (path: string) => {
  const { agentId, file } = splitPath(path);
  return agentId !== '' && isAgentFile(file);
};

function splitPath(path: string) {
  const slash = path.indexOf('/');
  return { agentId: path.slice(0, Math.max(0, slash)), file: path.slice(slash + 1) };
}
