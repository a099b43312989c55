import type { Component } from "./signature-grammar.ts";

/** The value of a component in one message; null when the message has none. */
export type ResolveComponent = (component: Component) => string | null;

/**
 * The signature base of RFC 9421 section 2.5, in the signer's order. Null when a covered component is absent:
 * an absent header must never read as an empty one.
 */
export function signatureBase(
  components: readonly Component[],
  signatureParams: string,
  resolve: ResolveComponent,
): string | null {
  let base = "";
  for (const component of components) {
    const value = resolve(component);
    if (value === null) {
      return null;
    }
    base += `${component.identifier}: ${value}\n`;
  }
  return `${base}"@signature-params": ${signatureParams}`;
}

/** A component as a signer names it. `fromRequest` is `;req`: taken from the request that is being answered. */
export function component(name: string, fromRequest = false): Component {
  return fromRequest
    ? { name, parameters: [["req", { kind: "flag", text: "" }]], identifier: `"${name}";req` }
    : { name, parameters: [], identifier: `"${name}"` };
}

/** True for a component taken from the request (`;req` and nothing else). */
export function isFromRequest(component: Component): boolean {
  const [first, ...rest] = component.parameters;
  return first?.[0] === "req" && first[1].kind === "flag" && rest.length === 0;
}
