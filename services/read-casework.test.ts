import { expect, test } from "vitest";
import { PRESET_SETTINGS } from "#schemas/casework-settings.ts";
import { parsePlainYaml } from "./platform/yaml/plain-yaml.ts";
import { readCasework } from "./read-casework.ts";
import { checkScheme } from "./read-scheme.ts";

const SCHEME = `schemeId: test-area
title: Test area
agencies:
  - { agencyId: test-police, agencyType: police, label: Test Police }
officers: []
precedence: [police]
`;

const faultsOf = (casework: string): readonly string[] => {
  const reading = checkScheme(parsePlainYaml(SCHEME + casework));
  return "faults" in reading ? reading.faults : [];
};

test("a preset stands where the file says nothing else", () => {
  expect(readCasework({ preset: "sussex" })).toEqual({ casework: PRESET_SETTINGS.sussex });
  expect(readCasework({ preset: "hampshire" })).toEqual({ casework: PRESET_SETTINGS.hampshire });
});

test("the presets differ where the seeds do: chair, meetings, lead, statutory rule and ways out", () => {
  const { sussex, hampshire } = PRESET_SETTINGS;
  expect([sussex.chairRoles, hampshire.chairRoles]).toEqual([["spo", "iomInspector"], ["iomInspector"]]);
  expect([sussex.statutoryRule, hampshire.statutoryRule]).toEqual(["not-needed", "primary"]);
  expect([sussex.leadModel, hampshire.leadModel]).toEqual(["any-agency", "police"]);
  expect([sussex.exitRules.includes("D3"), hampshire.exitRules.includes("D3")]).toEqual([false, true]);
  expect(sussex.meetings).toEqual([{ kind: "operationalGroup", everyDays: 7, alertDays: 14 }]);
  expect(hampshire.meetings.map(({ kind }) => kind)).toEqual(["macc", "map"]);
});

test("what the file sets stands over the preset, and the rest of the preset stays", () => {
  const scheme = checkScheme(parsePlainYaml(`${SCHEME}casework:\n  preset: sussex\n  greenMonths: 4\n`));
  expect(scheme).toMatchObject({ scheme: { casework: { ...PRESET_SETTINGS.sussex, greenMonths: 4 } } });
});

test.each([
  ["casework:\n  preset: dorset\n", ["line 8: casework.preset: is one of sussex, hampshire"]],
  ["casework:\n  greenMonths: 4\n", ["line 8: casework.preset: is one of sussex, hampshire"]],
  ["casework: sussex\n", ["line 7: casework: is a mapping that names a preset"]],
  [
    "casework:\n  preset: sussex\n  greenMonths: 0\n  leapDay: never\n",
    [
      "line 9: casework.greenMonths: is a whole number from 1 to 240",
      "line 10: casework.leapDay: is one of 28-february, 1-march",
    ],
  ],
  ["casework:\n  preset: sussex\n  exitRules: [D1]\n", ["line 9: casework.exitRules: always has D2, D4 and D5"]],
  ["casework:\n  preset: sussex\n  exitRules: [D9]\n", ["line 9: casework.exitRules: is a list of D1, D2, D3, D4, D5"]],
  [
    "casework:\n  preset: sussex\n  chairRoles: []\n",
    ["line 9: casework.chairRoles: is a list of roles such as iomInspector"],
  ],
  [
    "casework:\n  preset: sussex\n  statutoryRule: maybe\n",
    ["line 9: casework.statutoryRule: is one of primary, not-needed"],
  ],
  ["casework:\n  preset: sussex\n  keepsNonStatutory: yes\n", ["line 9: casework.keepsNonStatutory: is true or false"]],
  [
    "casework:\n  preset: sussex\n  meetings:\n    - { kind: macc, everyDays: 28, alertDays: 7 }\n",
    ["line 10: casework.meetings.0.alertDays: is no fewer days than everyDays"],
  ],
  ["casework:\n  preset: sussex\n  meetings: []\n", ["line 9: casework.meetings: is a list of at least one meeting"]],
])("a fault is told at its line: %j", (casework, faults) => {
  expect(faultsOf(casework)).toEqual(faults);
});

test("a setting that there is not is named, with those that there are", () => {
  expect(faultsOf("casework:\n  preset: sussex\n  greenWeeks: 3\n")).toEqual([
    expect.stringMatching(/^line 9: casework.greenWeeks: is not known here; known are .*greenMonths/),
  ]);
});
