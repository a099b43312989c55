import { partyLabel } from "../agreements/agreement-text.ts";
import type { VersionView } from "../agreements/version-view.ts";
import { Csrf } from "../frame/page.tsx";
import { Button } from "../govuk/button.tsx";
import { Checkboxes, Radios } from "../govuk/choices.tsx";
import { Tag } from "../govuk/tag.tsx";
import { Textarea } from "../govuk/text-fields.tsx";
import type { Session } from "../session/session.ts";
import { CHANGE_WORDS as WORDS } from "../words/change-words.ts";
import { sinceWhen } from "../words/dates.ts";
import type { ReadChange } from "./read-change.ts";

export type SignWords = {
  readonly ticked: readonly string[];
  readonly note: string;
  readonly reason: string;
  readonly errors: { readonly ticks?: string; readonly note?: string; readonly reason?: string };
};

export const NO_WORDS: SignWords = { ticked: [], note: "", reason: "", errors: {} };

type SignProps = ReadChange &
  VersionView & {
    readonly session: Session;
    readonly now: Date;
    readonly words: SignWords;
  };

/** What this officer can do next with a version that is not in force: propose it, sign it, send it back, or fix its start. */
export function NextStep(props: SignProps) {
  const { version, at, session, check } = props;
  if (version.state === "draft") {
    return check.faults.length > 0 ? null : (
      <form method="post" action={`${at}/proposal`}>
        <Csrf session={session} />
        <p class="govuk-body">{WORDS.proposeLead}</p>
        <Button>{WORDS.propose}</Button>
      </form>
    );
  }
  if (version.state === "approved" && version.startsAt === undefined) return <StartForm {...props} />;
  if (version.state !== "proposed") return null;
  return (
    <section id="sign">
      <h2 class="govuk-heading-m govuk-!-margin-top-7">{WORDS.sign}</h2>
      <Signatures {...props} />
      <Sign {...props} />
      <SendBack {...props} />
    </section>
  );
}

function Sign(props: SignProps) {
  const { version, at, session, mustTick, words } = props;
  const isMine = [...version.stillToSign.every, ...version.stillToSign.oneOf].includes(session.agency);
  if (!isMine) {
    const hasSigned = version.signatures.some(({ party }) => party === session.agency);
    return <p class="govuk-body">{hasSigned ? WORDS.alreadySigned : WORDS.notYours}</p>;
  }
  const items = mustTick.map(({ key, sentence }) => ({
    value: key,
    text: sentence,
    checked: words.ticked.includes(key),
  }));
  return (
    <form method="post" action={`${at}/signature`}>
      <Csrf session={session} />
      <input type="hidden" name="digest" value={version.digest} />
      {items.length === 0 ? null : (
        <Checkboxes
          name="gains"
          legend={WORDS.tick}
          legendClass="govuk-fieldset__legend--s"
          hint={WORDS.tickHint}
          items={items}
          error={words.errors.ticks}
        />
      )}
      <Textarea
        id="note"
        label={WORDS.why}
        labelClass="govuk-label--s"
        hint={WORDS.whyHint}
        rows={3}
        value={words.note}
        error={words.errors.note}
      />
      <Button>{WORDS.signAgain}</Button>
      <p class="app-xs">{WORDS.falls}</p>
    </form>
  );
}

function SendBack({ at, session, words }: SignProps) {
  return (
    <form method="post" action={`${at}/return`}>
      <Csrf session={session} />
      <h3 class="govuk-heading-s">{WORDS.sendBackTitle}</h3>
      <Textarea id="reason" label={WORDS.sendBackWhy} rows={3} value={words.reason} error={words.errors.reason} />
      <Button kind="secondary">{WORDS.sendBack}</Button>
    </form>
  );
}

function Signatures({ version, text, check, session, now }: SignProps) {
  const required = check.change?.signatures ?? { every: [], oneOf: [] };
  const rows = [...required.every, ...required.oneOf];
  return (
    <table class="govuk-table app-table app-stack">
      <caption class="govuk-table__caption govuk-table__caption--s">{WORDS.signatures}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          {[WORDS.party, WORDS.because, WORDS.state].map((head) => (
            <th scope="col" class="govuk-table__header">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        {rows.map(({ party, because }) => {
          const signed = version.signatures.find((signature) => signature.party === party);
          const isOneOf = required.oneOf.some((one) => one.party === party);
          return (
            <tr class="govuk-table__row">
              <td class="govuk-table__cell">
                {partyLabel(text, party)}
                {party === session.agency ? WORDS.you : ""}
              </td>
              <td class="govuk-table__cell" data-l={WORDS.because}>
                {because.map(WORDS.reason).join("; ")}
                {isOneOf ? <span class="app-xs app-block">{WORDS.oneOf}</span> : null}
              </td>
              <td class="govuk-table__cell" data-l={WORDS.state}>
                {signed === undefined ? (
                  <Tag colour="blue">{WORDS.waiting}</Tag>
                ) : (
                  WORDS.signedAt(sinceWhen(new Date(signed.signedAt), now), signed.actor)
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function StartForm({ at, session }: SignProps) {
  return (
    <form method="post" action={`${at}/activation`}>
      <Csrf session={session} />
      <Radios
        name="start"
        legend={WORDS.start}
        legendClass="govuk-fieldset__legend--m"
        hint={WORDS.startLead}
        items={[
          { value: "trial", text: WORDS.trial, checked: true },
          { value: "now", text: WORDS.atOnce },
        ]}
      />
      <Button>{WORDS.startNow}</Button>
    </form>
  );
}
