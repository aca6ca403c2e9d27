import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { busyClient, type ObjectStore } from '@patchbay/platform';

/**
 * Objects of one S3 bucket. The role needs s3:ListBucket beside s3:GetObject: without it S3
 * answers a missing key with 403, and that is thrown.
 */
export function createS3ObjectStore(
  { bucket }: { bucket: string },
  client = new S3Client(busyClient),
): ObjectStore {
  return {
    async get(key, signal) {
      try {
        const { Body } = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key: key }),
          endedBy(signal),
        );
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },

    async put(key, body, contentType, signal) {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }),
        endedBy(signal),
      );
    },
  };
}

const endedBy = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});
