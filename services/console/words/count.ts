const NUMBER = new Intl.NumberFormat("en-GB");

/** 1 signature, 2 signatures, 18,204 disclosures */
export function countOf(count: number, one: string, several = `${one}s`): string {
  return `${NUMBER.format(count)} ${count === 1 ? one : several}`;
}
