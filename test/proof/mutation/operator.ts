/**
 * One fault put into the engine's own text: `from`, which stands once in the file of policies/, becomes `to`. The name
 * says what the faulty engine does.
 */
export type Operator = {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
};

/** The operators on one file, each as what the faulty engine does, what is replaced, and by what. */
export function operatorsOn(file: string, ...edits: readonly (readonly [string, string, string])[]): Operator[] {
  return edits.map(([name, from, to]) => ({ name, file, from, to }));
}
