import type { AgencyEvent, PersonReference } from "#schemas/agency-event.ts";
import type { FeedContext, Translation, XmlElement } from "../connector.ts";
import { type Cells, xmlCells } from "../rows/cells.ts";
import { ISO_DATE, startOfLondonDay } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { givenIdentifiers, readPnc } from "../rows/identifiers.ts";
import { reportRepeated } from "../rows/repeated-records.ts";
import { dateOrder, rejected } from "../rows/row-problems.ts";

const SEXES = { M: "M", F: "F", X: "other" } as const;
const ORDER_TYPES = { YRO: "YRO", YRO_ISS: "YRO_ISS", DTO: "DTO", REFERRAL_ORDER: "REFERRAL_ORDER" };
const RATINGS = { low: "low", medium: "medium", high: "high", veryHigh: "veryHigh" };
const DECISIONS = { none: "none", mappa: "mappa", iom: "iom" };
const MANAGED_BY = { probation: false, yot: true };

/** What an element within the record says, once the young person is known. */
type Said = (about: { readonly yotPersonId: string; readonly person: PersonReference }) => AgencyEvent;

/**
 * One young person of the case-level return. Ethnic group, offences and intervention programmes are not taken: no
 * agreement uses them for a person.
 */
export function translateYoungPerson(element: XmlElement, context: FeedContext): Translation {
  const cells = xmlCells(element);
  const yotPersonId = cells.requiredText("YOTPersonID");
  reportRepeated(cells, context, { field: "YOTPersonID", key: yotPersonId, content: element });
  const person = youngPerson(cells, yotPersonId, context.referenceYear);
  const said = element.children.map((child) => readChild(child, cells, context)).filter((one) => one !== null);

  return cells.failed
    ? rejected(cells.problems, yotPersonId || null)
    : {
        events: said.map((say) => say({ yotPersonId, person })),
        problems: cells.problems,
        recordRef: yotPersonId,
      };
}

function youngPerson(cells: Cells, yotPersonId: string, referenceYear: number): PersonReference {
  return {
    firstName: cells.requiredText("Forename"),
    lastName: cells.requiredText("Surname"),
    dateOfBirth: cells.requiredDate("DateOfBirth", ISO_DATE),
    ...given({ sex: cells.code("Gender", SEXES) }),
    identifiers: [
      ...givenIdentifiers(readPnc(cells, "PNCNumber", referenceYear)),
      { type: "LOCAL", value: yotPersonId, valid: true },
    ],
  };
}

function readChild(child: XmlElement, record: Cells, context: FeedContext): Said | null {
  const read = CHILDREN.get(child.name);
  if (read === undefined) {
    return null;
  }
  const cells = xmlCells(child);
  const said = read(cells, context);
  for (const problem of cells.problems) {
    record.report(problem);
  }
  return said;
}

const CHILDREN: ReadonlyMap<string, (cells: Cells, context: FeedContext) => Said> = new Map([
  ["LegalOutcome", readOrder],
  ["AssetPlus", readAssessment],
  ["TransferPanel", readPanel],
]);

function readOrder(cells: Cells, context: FeedContext): Said {
  const orderType = cells.requiredCode("@code", ORDER_TYPES);
  const start = cells.requiredDate("@startDate", ISO_DATE);
  const end = cells.requiredDate("@endDate", ISO_DATE);
  if (start !== "" && end !== "" && end < start) {
    cells.report(dateOrder("LegalOutcome endDate", "startDate"));
  }
  return ({ yotPersonId, person }) =>
    context.event({
      type: "yot.order.made",
      time: startOfLondonDay(start),
      sourceRecordRef: yotPersonId,
      person,
      payload: { yotPersonId, orderType, start, end },
    });
}

function readAssessment(cells: Cells, context: FeedContext): Said {
  const completed = cells.requiredDate("@completed", ISO_DATE);
  const ratings = {
    rosh: cells.requiredCode("@rosh", RATINGS),
    reoffendingLikelihood: cells.requiredCode("@reoffending", RATINGS),
    safetyWellbeing: cells.requiredCode("@safetyWellbeing", RATINGS),
  };
  return ({ yotPersonId, person }) =>
    context.event({
      type: "yot.assessment.completed",
      time: startOfLondonDay(completed),
      sourceRecordRef: yotPersonId,
      person,
      assertion: "assessment",
      payload: { yotPersonId, completed, ...ratings },
    });
}

function readPanel(cells: Cells, context: FeedContext): Said {
  const date = cells.requiredDate("@date", ISO_DATE);
  const decision = cells.requiredCode("@decision", DECISIONS);
  const retainedByYot = cells.requiredCode("@managedBy", MANAGED_BY);
  return ({ yotPersonId, person }) =>
    context.event({
      type: "yot.panel.decided",
      time: startOfLondonDay(date),
      sourceRecordRef: yotPersonId,
      person,
      payload: { yotPersonId, date, decision, retainedByYot },
    });
}
