import { z } from 'zod';
import { SPEECH_REGIONS } from './speech-regions';

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a Region such as us-east-1');
const connectArn = (resource: string) =>
  z
    .string()
    .regex(
      new RegExp(`^arn:aws:connect:[a-z0-9-]+:\\d{12}:instance/[0-9a-f-]{36}${resource}$`),
      'must be an ARN of Amazon Connect, as its console shows it',
    );
const UUID = '[0-9a-f-]{36}';

/** Connect reads prompts with the caller's key: an AWS-managed one has a policy nobody can open. */
const kmsKeyArn = z
  .string()
  .refine((arn) => !arn.includes('alias/aws/'), {
    message: 'is an AWS-managed key, which Amazon Connect cannot use: create one of your own',
  })
  .regex(/^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-f-]{36}$/, 'must be the ARN of a key');

const connectSchema = z.strictObject({
  instanceArn: connectArn(''),
  /** Where callers wait for a human; an existing queue, or hours of operation for a new one. */
  queue: z.union(
    [
      z.strictObject({ arn: connectArn(`/queue/${UUID}`) }),
      z.strictObject({ hoursOfOperationArn: connectArn(`/operating-hours/${UUID}`) }),
    ],
    { error: 'must be { "arn": … } or { "hoursOfOperationArn": … }' },
  ),
  /** A number to claim for the flow; without it, point one of yours at the flow by hand. */
  phoneNumber: z
    .strictObject({
      countryCode: z.string().regex(/^[A-Z]{2}$/, 'must be a country such as US'),
      type: z.enum(['DID', 'TOLL_FREE']),
    })
    .optional(),
  mediaRetentionHours: z.int().min(1).max(24).default(2),
});

const networkSchema = z.strictObject({
  cidr: z.cidrv4(),
  zones: z.array(z.string().regex(/^[a-f]$/, 'must be a letter such as a')).min(2),
  /** The way out for what has no VPC endpoint: see README.md, "Network". */
  nat: z.enum(['none', 'one', 'per-zone']),
  /** Services of which you know an endpoint in this Region that is not in the stack's own list. */
  moreEndpoints: z.array(z.string().regex(/^[a-z0-9.-]+$/)).default([]),
});

const callsSchema = z.strictObject({
  /** Calls at once for which everything below must be enough. */
  planned: z.int().min(1).max(10_000),
  perBridge: z.int().min(1).max(1000),
  /** Reserved for ProcessBotTurn: a long poll holds one for as long as it waits. */
  processBotTurnConcurrency: z.int().min(1),
});

const bridgeSchema = z.strictObject({
  minTasks: z.int().min(1),
  maxTasks: z.int().min(1),
  cpu: z.union([z.literal(512), z.literal(1024), z.literal(2048), z.literal(4096)]),
  memoryMiB: z.int().min(1024).max(30_720),
});

const emails = z.array(z.email()).min(1);

/** One environment of `infra/environments.json`. */
export const environmentSchema = z.strictObject({
  account: z.string().regex(/^\d{12}$/, 'must be an account of 12 digits'),
  region,
  /** Begins the name of everything: two environments of one account need two. */
  prefix: z.string().regex(/^[a-z][a-z0-9-]{1,20}$/, 'must be a name such as patchbay-dev'),
  /** Tag of the images and name of the deployed version. */
  release: z.string().regex(/^[\w.-]{1,64}$/, 'must be a tag of an image, such as 1.4.0'),
  connect: connectSchema,
  network: networkSchema,
  speech: z.strictObject({
    region: z.enum(SPEECH_REGIONS, {
      error: `has no Nova 2 Sonic: take one of ${SPEECH_REGIONS.join(', ')}`,
    }),
    modelIds: z.array(z.string().regex(/^[\w.:-]+$/)).min(1),
  }),
  calls: callsSchema,
  bridge: bridgeSchema,
  webhookUrl: z.url({ protocol: /^https$/ }),
  /** Lambda functions that agents may call as tools, by name. */
  toolFunctions: z.array(z.string().regex(/^[\w-]{1,64}$/)).default([]),
  /** A key of your own for everything stored; its policy must let Connect decrypt. */
  kmsKeyArn: kmsKeyArn.optional(),
  transcriptDays: z.int().min(1).max(3650),
  logDays: z.union([1, 3, 7, 14, 30, 60, 90, 180, 365].map((days) => z.literal(days))),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  alarmEmails: emails,
  monthlyBudgetUsd: z.int().min(1),
  /** Whether buckets and tables outlive the stack, and nobody can delete them by mistake. */
  keepData: z.boolean(),
});

export type Environment = z.infer<typeof environmentSchema> & { readonly name: string };
