import { ToolRefusedError } from '@patchbay/agent';
import { z } from 'zod';
import { defineTool, type BuiltInContext } from './built-in-tool';

const FIRST_KEY_LIMIT_S = 10;

/** Asks for keys that are no secret, and tells the model which were pressed. */
export const collectKeys = ({ askKeys }: BuiltInContext) =>
  defineTool(
    z.object({ say: z.string().min(1).max(400), maxDigits: z.int().min(1).max(30) }),
    async ({ say, maxDigits }) => {
      const keys = await askKeys({ say, maxDigits, timeoutS: FIRST_KEY_LIMIT_S });
      if (keys === '') throw new ToolRefusedError('The caller pressed no keys.');
      return { keys };
    },
  );
