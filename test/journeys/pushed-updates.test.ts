import { afterAll, beforeAll, expect, test } from "vitest";
import { craig, luke } from "#test/people.ts";
import { type SchemeAtWork, startScheme } from "#test/scheme-at-work.ts";

const HEADER =
  "PERSON_REF,PNCID,CRO_NO,SURNAME,FORENAME_1,DOB,SEX,EVENT_TYPE,EVENT_DATETIME,OCCURRENCE_NO,HO_CODE,CJS_CODE,OFFENCE_TEXT,CUSTODY_NO,STATION,OFFICER_COLLAR,STATUS";
const CRAIG = "HC0010010,2009/9017010J,091710/09T,IRVING,CRAIG,26/08/1991,M";
const KYLE = "HC0010002,2011/9004567P,091456/11E,BRENNAN,KYLE,03/02/1994,M";
const LUKE = "HC0010004,2016/9007402X,092702/16R,CARTWRIGHT,LUKE,21/07/1998,M";
const DANIEL = "HC0010001,2007/9001234F,090123/07E,ASHDOWN,DANIEL,12/04/1989,M";

const arrest = (who: string, occurrence: string) =>
  `${who},ARREST,21/11/2026 09:10,${occurrence},045/10,TH68009,Theft from vehicle,CU26/119001,TOTTON,HC4471,IN_CUSTODY`;
const warrant = (who: string) => `${who},WARRANT,21/11/2026 10:00,,,,,,TOTTON,HC4471,ISSUED`;

let scheme: SchemeAtWork;

beforeAll(async () => {
  scheme = await startScheme();
  await scheme.dropSamples("iom-team", "probation", "police");
  for (const { agencyId } of scheme.stage.agencies) {
    await scheme.pull(agencyId);
  }
}, 120_000);

afterAll(async () => {
  await scheme[Symbol.asyncDispose]();
});

const dropRow = (name: string, row: string) =>
  scheme.drop("hampshire-police", { name: `rms-extract-${name}.csv`, content: `${HEADER}\n${row}\n` });

test("an arrest reaches housing and the drug service only in the form their rules give", async () => {
  await dropRow("craig", arrest(CRAIG, "44260500777"));

  for (const agencyId of ["solent-housing", "solent-drug-services"]) {
    const [update, ...others] = await scheme.pull(agencyId);
    expect(others, agencyId).toEqual([]);
    expect(update?.subject).toBe(`/v1/people/${await scheme.idFor(agencyId, craig)}`);
    expect(Object.keys(update?.data.changed ?? {}), agencyId).toEqual(["police.currentArrest"]);
    expect(update?.data.changed?.["police.currentArrest"]?.form).toBe("generalise:unavailable-until");
    expect(JSON.stringify(update), agencyId).not.toMatch(/TOTTON|045\/10|09:10|44260500777|CU26/);
  }
  const [team] = await scheme.pull("iom-team");
  expect(team?.data.changed?.["police.currentArrest"]).toMatchObject({
    form: "full",
    value: { offenceHoCode: "045/10" },
  });
});

test("a warrant leaves housing and the drug service in silence, with no gap in their sequence", async () => {
  const agencies = ["solent-housing", "solent-drug-services"];
  const lastBefore = new Map<string, number>();
  await dropRow("kyle", arrest(KYLE, "44260500778"));
  for (const agencyId of agencies) {
    lastBefore.set(agencyId, Number((await scheme.pull(agencyId)).at(-1)?.sequence ?? Number.NaN));
  }

  await dropRow("warrant", warrant(DANIEL));

  const toTheTeam = await scheme.pull("iom-team");
  expect(toTheTeam.flatMap(({ data }) => Object.keys(data.changed ?? {}))).toContain("police.warrants");
  for (const agencyId of agencies) {
    expect(await scheme.pull(agencyId), agencyId).toEqual([]);
  }
  await dropRow("luke", arrest(LUKE, "44260500779"));
  for (const agencyId of agencies) {
    const [next] = await scheme.pull(agencyId);
    expect(next?.subject, agencyId).toBe(`/v1/people/${await scheme.idFor(agencyId, luke)}`);
    expect(Number(next?.sequence), agencyId).toBe((lastBefore.get(agencyId) ?? Number.NaN) + 1);
  }
});
