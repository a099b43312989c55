import type { Agreement } from "#policies/agreement-document.ts";
import { readDraft } from "./agreement-drafts.ts";
import { type Dpo, dpoAt, must, nextText, proposeAndSign, withForm } from "./dpo-at-work.ts";
import { type GatewayAtWork, startGatewayAtWork } from "./gateway-at-work.ts";

/** An agreement in force that no other test knows of, and the officers of its parties. The YOT has no part in the changes. */
export type Parties = { readonly id: string } & Readonly<
  Record<"police" | "probation" | "yot" | "housing" | "drugs", Dpo>
>;

export type AgreementsAtWork = AsyncDisposable & { readonly hub: GatewayAtWork; readonly parties: () => Parties };

/** A gateway with `count` copies of the worked example in force, each handed out once. */
export async function startAgreementsAtWork(count: number): Promise<AgreementsAtWork> {
  const ids = Array.from({ length: count }, (_, at) => `life-${at + 1}`);
  const hub = await startGatewayAtWork({
    agreements: ids.map((id) => ({ ...readDraft("worked-example.isa.yaml"), id })),
  });
  const parties = () => {
    const id = ids.shift();
    if (id === undefined) {
      throw new Error("more tests than agreements");
    }
    const at = (party: string) => dpoAt(hub, party, id);
    return {
      id,
      police: at("hampshire-police"),
      probation: at("solent-probation"),
      yot: at("solent-yot"),
      housing: at("solent-housing"),
      drugs: at("solent-drug-services"),
    };
  };
  return { hub, parties, [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose]() };
}

/** Probation no longer hears that there is intelligence. */
export const narrower = (text: Agreement) => withForm(text, "P01", "police.intelligence", null);
/** Probation and the police see attendance at the drug service in full: health data. */
export const wider = (text: Agreement) => withForm(text, "P02", "treatment.drugServiceAttendance", "full");

/** The digest of version 2 as the YOT has drafted it. */
export async function drafted({ yot }: Parties, change: (text: Agreement) => Agreement): Promise<string> {
  const { body } = must(await yot.move("drafts", { document: await nextText(yot, 1, change) }));
  return (body as { digest: string }).digest;
}

export async function proposed(all: Parties, change: (text: Agreement) => Agreement): Promise<string> {
  const digest = await drafted(all, change);
  must(await all.yot.move("proposal", { version: 2, digest }));
  return digest;
}

/** The narrowing, signed by the police. */
export async function approved(all: Parties): Promise<string> {
  await drafted(all, narrower);
  return proposeAndSign(all.yot, 2, [all.police]);
}

export const refusedBy = (guard: string) => ({ status: 409, body: { code: "move-not-allowed", guard } });
