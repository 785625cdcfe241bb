/** Further parameters of a rule, as `guide/checklist.json` gives them. */

/** A text parameter; throws where the definition lacks it, which is a fault of ours and not of the project. */
export function parameter(evidence: Readonly<Record<string, unknown>>, name: string): string {
  const value = evidence[name];
  if (typeof value !== 'string' || value === '') {
    throw new Error(`guide/checklist.json: the rule needs "${name}"`);
  }
  return value;
}
