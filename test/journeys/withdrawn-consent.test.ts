import { expect, test } from "vitest";
import { withoutWithdrawals } from "#services/demo/play-the-morning.ts";
import { kyle } from "#test/people.ts";
import { sample, startScheme } from "#test/scheme-at-work.ts";

test("outcome 7: those who had read Kyle's treatment are told to forget it when he withdraws, and nobody else is", async () => {
  await using scheme = await startScheme();
  await scheme.dropSamples("iom-team", "probation", "police");
  const consents = await sample("drug-services", "consents-20261121.csv");
  await scheme.drop(
    "solent-drug-services",
    await sample("drug-services", "client-list-20261121.csv"),
    await sample("drug-services", "ndtms-20261121.csv"),
    { name: consents.name, content: withoutWithdrawals(consents) },
  );
  await scheme.coordinatorWorks();

  const before = await scheme.read("solent-probation", kyle);
  expect(before.fields["treatment.engagement"]).toMatchObject({ value: "partial", form: "full" });
  expect((await scheme.read("hampshire-police", kyle)).fields["treatment.engagement"]).toMatchObject({ form: "full" });
  for (const { agencyId } of scheme.stage.agencies) {
    await scheme.pull(agencyId);
  }

  await scheme.drop("solent-drug-services", consents);

  const recalled: string[] = [];
  for (const { agencyId } of scheme.stage.agencies) {
    const updates = await scheme.pull(agencyId);
    if (updates.some(({ type }) => type.includes("recall"))) {
      recalled.push(agencyId);
    }
    const fromTheDrugService = updates.flatMap(({ data }) => Object.keys(data.changed ?? {}));
    const isTheirOwn = agencyId === "solent-drug-services";
    expect(isTheirOwn ? [] : fromTheDrugService, agencyId).toEqual([]);
  }
  expect(recalled.sort()).toEqual(["hampshire-police", "iom-team", "solent-probation"]);
  const after = await scheme.read("solent-probation", kyle);
  expect(Object.keys(after.fields).filter((field) => field.startsWith("treatment."))).not.toContain(
    "treatment.engagement",
  );
});
