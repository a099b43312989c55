export type Substance = { readonly code: string; readonly group: "opiates" | "nonOpiates" | "alcohol" };

/** Substance codes of the demonstration feed; a service of another area extends the map. */
export const SUBSTANCES: Readonly<Record<string, Substance>> = {
  "1101": { code: "1101", group: "opiates" },
  "2202": { code: "2202", group: "nonOpiates" },
  "7000": { code: "7000", group: "alcohol" },
};

/** Discharge codes: completed (80 to 82) and transferred (83, 84) are planned, incomplete (85 to 89) are not. */
export const DISCHARGE_REASONS: Readonly<Record<string, { readonly code: string; readonly planned: boolean }>> =
  Object.fromEntries(
    [80, 81, 82, 83, 84, 85, 86, 87, 88, 89].map((code) => [String(code), { code: String(code), planned: code <= 84 }]),
  );
