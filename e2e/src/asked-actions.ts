/** Who asked a running local cloud for what so far: IAM actions by the access key that signed. */
export async function askedActions(endpointUrl: string): Promise<Record<string, string[]>> {
  const response = await fetch(`${endpointUrl}/api-calls`);
  return (await response.json()) as Record<string, string[]>;
}
