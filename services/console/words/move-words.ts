/** What is said after an officer has moved a version on, or could not. */
export const MOVE_WORDS = {
  proposed: "The version is proposed. Each party that must sign now sees it waiting.",
  started: (shadow: boolean) =>
    shadow
      ? "The trial day has begun: nothing changes until tomorrow, and what would have differed is counted."
      : "The version is in force.",
  draftedAgain: "This is a new draft with the old text. Read the changes, then propose it.",
  drafted: "Your change is saved in this draft. Nothing is shared by it until it is signed and started.",
  sentBack: "The version went back to its author with your reason. All signatures are void.",
  refused: "That could not be done",
  nothingChanged: "Nothing was changed.",
} as const;
