import type { Address } from "./premises.ts";

/** One row of the tenancy list, as it stands on the day of the file. */
export type Tenancy = {
  readonly tenancyRef: string;
  readonly tenantId: string;
  readonly forename: string;
  readonly surname: string;
  readonly dateOfBirth: string;
  readonly start: string;
  readonly end: string | null;
  readonly accommodationType: string | null;
  readonly address: Address | null;
  readonly arrearsWeeks: number | null;
  readonly notice: { readonly type: string | null; readonly date: string } | null;
  readonly asbCase: { readonly ref: string; readonly status: "open" | "closed" | null } | null;
};
