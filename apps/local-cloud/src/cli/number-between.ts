import { InvalidArgumentError } from 'commander';

/** Reads an option's number. @throws InvalidArgumentError when it is none, or out of bounds */
export const numberBetween = (min: number, max: number) => (text: string) => {
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max) return value;
  throw new InvalidArgumentError(`It must be a number from ${min} to ${max}.`);
};
