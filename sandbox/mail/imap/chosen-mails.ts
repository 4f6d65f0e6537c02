import { textOf } from './tokens.ts';
import type { Selection } from './session.ts';
import { selectionOf, type ImapCommand, ImapRefusal } from './command.ts';
import { isSequenceSet, numbersInSet } from './sequence-set.ts';

export interface ChosenMail {
  uid: number;
  sequence: number;
}

/** The mails a command names by its first argument, in the client's view, as uids or sequence numbers. */
export function chosenMails(command: ImapCommand): ChosenMail[] {
  const set = textOf(command.arguments[0]);
  if (!isSequenceSet(set)) throw new ImapRefusal('BAD Invalid messageset');
  const selection = selectionOf(command);
  if (command.byUid) return byUid(selection, set);
  // An unknown uid is ignored, an unknown sequence number is an error (RFC 3501, 6.4.8 and 9); so is any in an empty mailbox.
  const largest = Math.max(1, ...(set.match(/\d+/g) ?? []).map(Number));
  if (largest > selection.view.length) throw new ImapRefusal('BAD Invalid messageset');
  return bySequence(selection, set);
}

export function byUid(selection: Selection, set: string): ChosenMail[] {
  const positions = new Map(selection.view.map((uid, position) => [uid, position + 1]));
  return numbersInSet(set, selection.view).map((uid) => ({ uid, sequence: positions.get(uid) ?? 0 }));
}

export function bySequence(selection: Selection, set: string): ChosenMail[] {
  const sequences = selection.view.map((_, position) => position + 1);
  return numbersInSet(set, sequences).map((sequence) => ({ uid: selection.view[sequence - 1] ?? 0, sequence }));
}
