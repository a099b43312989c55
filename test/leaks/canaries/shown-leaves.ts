/**
 * Leaves that a generalised form may still show as they are, in the words of domain/handbook.md section 3. Whatever is
 * not here shows no leaf of its field.
 */
const SHOWN_BY_FORM: Readonly<Record<string, readonly string[]>> = {
  "identity.aliases generalise:tenancy-names": ["[].first", "[].last"],
  "identity.warningMarkers generalise:handling-advice": ["[].handlingAdvice"],
  "identity.disability generalise:adjustments": ["[].adjustments[]"],
  "police.currentArrest generalise:unavailable-until": [".unavailableUntil"],
  "probation.sentence generalise:end-and-kind": [".orderEnd", ".licenceExpiry", ".sentenceExpiry", ".pssEnd"],
  "probation.keyDates generalise:release-date": [".expectedRelease", ".conditionalRelease"],
  "probation.keyDates generalise:without-eligibility-dates": [".expectedRelease", ".conditionalRelease"],
  "youth.speechLanguageNeed generalise:adjustments": [".adjustments[]"],
  "housing.currentAddress generalise:local-authority": [".localAuthority"],
  "housing.asbCases generalise:category-and-stage": ["[].category", "[].stage"],
  "custody.alerts generalise:police-allow-list": ["[].type", "[].code"],
};

/** True where the form may show that leaf of the field as it is. */
export function showsLeaf(field: string, form: string, leaf: string): boolean {
  return SHOWN_BY_FORM[`${field} ${form}`]?.includes(leaf) ?? false;
}
