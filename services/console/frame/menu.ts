type MenuItem = { readonly href: string; readonly text: string };

/**
 * What each role is offered, its first page first (design/console section 2). What a role has no page for is not there; who may
 * see what, the hub decides at each call.
 */
const FIND: readonly MenuItem[] = [{ href: "/find", text: "Find a person" }];
const FINDERS = ["iomInspector", "iomSergeant", "leadOfficer", "spo", "probationPractitioner"] as const;

const MENUS: ReadonlyMap<string, readonly MenuItem[]> = new Map<string, readonly MenuItem[]>([
  ...FINDERS.map((role) => [role, FIND] as const),
  ["iomCoordinator", [{ href: "/links", text: "Links" }, ...FIND]],
  [
    "dpo",
    [
      { href: "/agreements", text: "Agreements" },
      { href: "/shared", text: "What is shared" },
      { href: "/try", text: "Try it" },
      { href: "/log", text: "Disclosure log" },
    ],
  ],
]);

export function menuOf(role: string): readonly MenuItem[] {
  return MENUS.get(role) ?? [];
}

export function firstPageOf(role: string): string {
  return menuOf(role)[0]?.href ?? "/no-pages";
}
