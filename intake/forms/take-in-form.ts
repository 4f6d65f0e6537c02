import type { SignedUser } from '../../channels/web/signed-user.ts';
import { notByMail, type Arrival } from '../../database/arrival.ts';
import { arrive } from '../../database/arrive.ts';
import { applyAttributes } from '../../database/attributes.ts';
import type { Connection } from '../../database/connect.ts';
import { despiteDeadlocks } from '../../database/despite-deadlocks.ts';
import { hashOf, keepFilesInPieces } from '../../database/files.ts';
import { addFormResponse, findFormResponse, itemOfKey, type KeptResponse } from '../../database/form-responses.ts';
import { countPost } from '../../database/intake-counts.ts';
import { loadDesk } from '../../database/load-desk.ts';
import { tell } from '../../client/ask.ts';
import type { Language } from '../../domain/chatbot/flow.ts';
import type { Answers } from '../../domain/form/check-answers.ts';
import { requestOf } from '../../domain/form/request-of.ts';
import { fold } from '../../domain/fold.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import type { OpenForm } from './find-form.ts';
import type { PostedFile } from './read-post.ts';

export interface Submission {
  open: OpenForm;
  /** What it is known by: sent again under it, it is the same. */
  key: string;
  answers: Answers;
  files: PostedFile[];
  language: Language;
  /** What the embedding site signed of its visitor; null: nothing is proven. */
  user: SignedUser | null;
  /** Of the sender's network: see addressKey. */
  countKey: string;
}

export interface TakenForm extends KeptResponse {
  /** It came under this key before: nothing was made now. */
  isKnown: boolean;
  /** It came before, but what it said was something else. */
  isOther: boolean;
}

/**
 * Takes a filled-in form in: ticket, files, answers and the count of its sender in one transaction, or nothing at all.
 * @throws DeskError TOO_MANY_REQUESTS with details.retryAfterSeconds
 */
export async function takeInForm(desk: IntakeDesk, submission: Submission): Promise<TakenForm> {
  const { design } = submission.open;
  const content = contentOf(submission);
  const named = { sourceId: design.sourceId, externalId: submission.key };
  const before = await findFormResponse(desk.database, named);
  const isNew = !before && (await despiteDeadlocks(() => accept(desk, submission, content)));
  const kept = before ?? (await findFormResponse(desk.database, named));
  if (!kept) throw new Error('a form that was taken in was not found again');
  if (isNew) tell(desk, kept.ticketId);
  return { ...kept, isKnown: !isNew, isOther: kept.contentSha256?.equals(content) === false };
}

/** @returns false when somebody else brought it under the same key at the same moment */
async function accept(desk: IntakeDesk, submission: Submission, content: Buffer): Promise<boolean> {
  const { open, answers, files, language, countKey } = submission;
  const now = new Date().toISOString();
  return desk.database.transaction(async (transaction) => {
    await keepFilesInPieces(transaction, files);
    const arrival = arrivalOf(submission, { content, now });
    const arrived = await arrive(transaction, arrival, await loadDesk(transaction));
    if (arrived.state === 'known' || !arrived.ticketId) return false;
    const itemId = await itemOfKey(transaction, arrival.source.id, arrival.externalId);
    await addFormResponse(transaction, {
      designId: open.design.id,
      version: open.version,
      itemId: itemId ?? '',
      ticketId: arrived.ticketId,
      answers,
      language,
      now,
    });
    if (submission.user) await noteAttributes(transaction, arrived.ticketId, submission.user);
    const { postsPerHour, postsPerDay } = open.form.limits;
    const limits = [
      { count: postsPerHour, seconds: 3600 },
      { count: postsPerDay, seconds: 86_400 },
    ];
    await countPost(transaction, { key: countKey, limits, now });
    return true;
  });
}

/** What the site signed of its visitor, as far as the desk's owner wants it noted. */
async function noteAttributes(transaction: Connection, ticketId: string, { attributes }: SignedUser): Promise<void> {
  const ticket = await transaction('tickets')
    .where({ id: ticketId })
    .first<{ contact_id: string | null } | undefined>('contact_id');
  if (ticket?.contact_id) await applyAttributes(transaction, ticket.contact_id, attributes);
}

function arrivalOf(submission: Submission, { content, now }: { content: Buffer; now: string }): Arrival {
  const { open, answers, files, language } = submission;
  const { design, form } = open;
  const request = requestOf(form, answers, language);
  const contact = contactOf(request.contact, submission.user);
  const ownTags = new Set(form.tags.map(fold));
  const { redirectionTag } = form;
  return {
    source: { id: design.sourceId, channel: 'web-form', tags: form.tags },
    externalId: submission.key,
    contentSha256: content,
    ...notByMail,
    now,
    contact,
    subject: request.subject,
    text: request.text,
    reply: request.words,
    tags: redirectionTag && !ownTags.has(fold(redirectionTag)) ? [redirectionTag] : [],
    suppressed: false,
    attachments: files.map(({ name, contentType, size, sha256 }) => ({
      name,
      contentType,
      size,
      sha256,
      droppedReason: null,
    })),
    actor: { kind: 'source', id: design.sourceId },
    draftReason: draftReasonOf(contact),
    designVersion: open.version,
  };
}

/** What the site signed is proven; what stands beside it in the form then proves nothing and stays in the text. */
function contactOf(
  typed: { name: string | null; email: string | null; phone: string | null },
  user: SignedUser | null,
): Arrival['contact'] {
  if (!user?.email) return { ...typed, isTyped: true };
  return { name: user.name ?? typed.name, email: user.email, phone: user.phone, isTyped: false };
}

function draftReasonOf({ email, phone }: Arrival['contact']): string | null {
  if (email) return null;
  return `no e-mail address: the visitor gave none${phone ? ', but there is a phone number' : ''}`;
}

/** The same answers and files give the same hash. */
function contentOf({ answers, files }: Submission): Buffer {
  const sorted = Object.entries(answers).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return hashOf(
    JSON.stringify([sorted, files.map(({ field, name, sha256 }) => [field, name, sha256.toString('hex')])]),
  );
}
