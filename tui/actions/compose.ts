import { answerOptions } from '../../domain/platform/answer-options.ts';
import { safeLine } from '../../domain/safe-text.ts';
import type { TicketDetail } from '../../domain/views.ts';
import type { App } from '../app-context.ts';
import type { DraftKind } from '../data.ts';
import { newEditor } from '../input/text-editor.ts';
import { composer, type ComposerActions, type ComposerLayer } from '../layers/composer.ts';
import { hasWay, wayChoice, wayProblem, type WayChoice } from '../layers/reply-way.ts';
import { currentTicket } from '../state.ts';
import { refusalText } from './command-tickets.ts';
import { editInEditor } from './edit-in-editor.ts';
import { changeComposer, openLayer } from './layers.ts';
import { errorText, start, startOpening, tell } from './tell.ts';

const SAVE_AFTER_MILLISECONDS = 600;
/** Also while letters keep coming: the visitor of a chat is told from saved drafts that somebody writes. */
const SAVE_AT_LATEST_MILLISECONDS = 2500;

/** Opens the composer on the current ticket, with the draft that was left there. */
export function compose(app: App, writing: DraftKind): void {
  const current = currentTicket(app.store.get());
  if (!current) return;
  startOpening(app, async () => {
    const [ticket, draft] = await Promise.all([
      app.data.showTicket(current.id),
      app.data.findDraft(current.id, writing),
    ]);
    const way = await wayOf(app, ticket);
    if (writing === 'reply' && !hasWay(way)) {
      tell(app, 'The contact has no e-mail address: add one with e, or answer by phone and write a note with n', {
        kind: 'warning',
      });
      return;
    }
    openLayer(
      app,
      composer({
        writing,
        ticketId: ticket.id,
        ticketNumber: ticket.number,
        recipient: writing === 'reply' ? recipientOf(ticket) : '',
        to: writing === 'forward' ? (draft?.to ?? []) : null,
        way,
        text: draft?.text ?? '',
        draftId: draft?.id ?? app.data.newId(),
        commandId: app.data.newId(),
        seen: ticket.conflictNumber,
        context: writing === 'note' ? '' : lastWords(ticket),
        actions: composerActions(app),
      }),
    );
    if (draft) tell(app, 'Your draft is here again');
  });
}

async function wayOf(app: App, { conversation, contact, channel, platform }: TicketDetail): Promise<WayChoice> {
  const options = answerOptions({ channel, platform }, new Date().toISOString());
  return wayChoice({
    talk: conversation,
    hasEmail: Boolean(contact?.email),
    options,
    forbiddenWords: options.some(({ isScreened }) => isScreened) ? await app.data.readForbiddenWords() : [],
  });
}

function recipientOf({ contact }: TicketDetail): string {
  const address = contact?.name && contact.email ? `<${contact.email}>` : contact?.email;
  return safeLine([contact?.name, contact?.handle, address].filter(Boolean).join(' ') || 'whoever asked');
}

/** What the customer said last: in a chat, all since the last answer. */
function lastWords({ messages, conversation }: TicketDetail): string {
  const answered = messages.findLastIndex(({ kind }) => kind === 'reply');
  const open = messages.slice(answered + 1).filter(({ kind }) => kind === 'contact');
  const last = messages.findLast(({ kind }) => kind === 'contact');
  const shown = conversation && open.length > 0 ? open : last ? [last] : [];
  return shown.map(({ reply, text }) => reply?.trim() || text?.trim() || '').join('\n');
}

function composerActions(app: App): ComposerActions {
  let timer: NodeJS.Timeout | undefined;
  let unsavedSince: number | null = null;
  const save = async (layer: ComposerLayer) => {
    clearTimeout(timer);
    unsavedSince = null;
    const { draftId: id, ticketId, writing: kind, editor } = layer;
    await app.data.saveDraft({ id, ticketId, kind, text: editor.text, to: addressesOf(layer) });
    changeComposer(app, id, (now) => (now.editor.text === editor.text ? { ...now, savedAt: Date.now() } : now));
  };
  return {
    changed(layer) {
      clearTimeout(timer);
      unsavedSince ??= Date.now();
      const latest = unsavedSince + SAVE_AT_LATEST_MILLISECONDS - Date.now();
      const delay = Math.max(0, Math.min(SAVE_AFTER_MILLISECONDS, latest));
      timer = setTimeout(() => start(app, () => save(layer)), delay);
    },
    send: (layer) => void send(app, layer, save).catch((error: unknown) => stayOpen(app, layer, errorText(error))),
    leave(layer) {
      clearTimeout(timer);
      start(app, () => keepOrForget(app, layer, save));
    },
    openEditor(layer) {
      start(app, async () => {
        const text = await editInEditor(app, layer.editor.text);
        changeComposer(app, layer.draftId, (now) => ({ ...now, editor: newEditor(text), savedAt: null }));
        await save({ ...layer, editor: newEditor(text) });
      });
    },
    discard(layer) {
      clearTimeout(timer);
      start(app, async () => {
        await app.data.removeDraft(layer.draftId);
        tell(app, 'Draft thrown away');
      });
    },
  };
}

async function keepOrForget(
  app: App,
  layer: ComposerLayer,
  save: (layer: ComposerLayer) => Promise<void>,
): Promise<void> {
  if (layer.editor.text.trim() === '') {
    await app.data.removeDraft(layer.draftId);
    return;
  }
  try {
    await save(layer);
    tell(app, `Draft kept on #${layer.ticketNumber}`);
  } catch (error) {
    // The words are nowhere else: they come back on the screen.
    openLayer(app, { ...layer, error: `The draft could not be saved: ${errorText(error)}` });
  }
}

function addressesOf(layer: Pick<ComposerLayer, 'to'>): string[] {
  return (layer.to?.text ?? '').split(/[,;\s]+/).filter(Boolean);
}

async function send(app: App, layer: ComposerLayer, save: (layer: ComposerLayer) => Promise<void>): Promise<void> {
  if (layer.editor.text.trim() === '' && layer.writing !== 'forward')
    return stayOpen(app, layer, 'TEXT_MISSING: write something first');
  if (layer.writing === 'forward' && addressesOf(layer).length === 0)
    return stayOpen(app, layer, 'A forward needs an address: Tab goes to it');
  const problem = layer.writing === 'reply' ? wayProblem(layer.way, layer.editor.text) : null;
  if (problem) return stayOpen(app, layer, `ANSWER_NOT_ALLOWED: ${problem}`);
  await save(layer);
  const answer = await app.data.ask({
    ticketId: layer.ticketId,
    command: commandOf(layer),
    commandId: layer.commandId,
  });
  if (answer.outcome === 'refused') return refused(app, layer, answer);
  changeComposer(app, layer.draftId, () => null);
  const what = { reply: 'Reply', note: 'Note', forward: 'Forward' }[layer.writing];
  if (answer.outcome === 'waiting')
    tell(app, `${what} accepted; it waits until the engine takes it up, and can be taken back under Waiting`, {
      kind: 'warning',
    });
  else
    tell(
      app,
      layer.writing === 'note'
        ? `Note added to #${layer.ticketNumber}`
        : `${what} to #${layer.ticketNumber} is on its way`,
    );
  app.readNow();
}

function commandOf(layer: ComposerLayer) {
  const { draftId } = layer;
  switch (layer.writing) {
    case 'reply':
      return {
        name: 'reply' as const,
        draftId,
        seen: layer.seen,
        ...(layer.way.chosen ? { by: layer.way.chosen } : {}),
      };
    case 'note':
      return { name: 'note' as const, draftId };
    case 'forward':
      return { name: 'forward' as const, draftId, to: addressesOf(layer) };
  }
}

/** The words stay. What is new is shown above them, and sending again says it was seen. */
async function refused(app: App, layer: ComposerLayer, answer: Parameters<typeof refusalText>[0]): Promise<void> {
  const ticket = await app.data.showTicket(layer.ticketId);
  const newer = ticket.messages.filter(({ number, kind }) => number > layer.seen && kind !== 'note');
  const words = newer
    .map((message) => `${message.author.name ?? message.kind}: ${message.reply ?? message.text ?? ''}`)
    .join('\n');
  const isConflict = answer?.outcome === 'refused' && answer.code === 'CONFLICT';
  changeComposer(app, layer.draftId, (now) => ({
    ...now,
    isSending: false,
    error: `${refusalText(answer)}${isConflict ? '. It stands above; send again to answer all the same' : ''}`,
    context: isConflict && words ? words : now.context,
    seen: isConflict ? ticket.conflictNumber : now.seen,
    commandId: app.data.newId(),
  }));
  app.readNow();
}

/**
 * Who writes to the visitor of a chat sees whether he is still there and what he adds meanwhile: what stands above the
 * words was seen.
 */
export async function readTalk(app: App): Promise<void> {
  const writing = app.store.get().layers.find((layer) => layer.kind === 'composer');
  if (!writing?.way.talk) return;
  const ticket = await app.data.showTicket(writing.ticketId);
  const way = await wayOf(app, ticket);
  changeComposer(app, writing.draftId, (now) => {
    if (now.isSending) return now;
    const newer = ticket.messages.filter(({ number, kind }) => number > now.seen && kind !== 'note');
    // What a colleague answered meanwhile is told when it is sent, as everywhere.
    const isSeen = newer.length > 0 && newer.every(({ kind }) => kind === 'contact');
    const changed = {
      ...now,
      way: { ...way, chosen: way.talk ? now.way.chosen : null },
      ...(isSeen ? { seen: ticket.conflictNumber, context: lastWords(ticket) } : {}),
    };
    return JSON.stringify([changed.way, changed.seen]) === JSON.stringify([now.way, now.seen]) ? now : changed;
  });
}

function stayOpen(app: App, layer: ComposerLayer, error: string): void {
  changeComposer(app, layer.draftId, (now) => ({ ...now, isSending: false, error }));
}

/** Keeps what is being written, before the screen goes. */
export async function keepOpenDrafts(app: App): Promise<void> {
  const open = app.store.get().layers.filter((layer) => layer.kind === 'composer');
  const written = open.filter(({ editor }) => editor.text.trim() !== '');
  await Promise.all(
    written.map(({ draftId: id, ticketId, writing: kind, editor, ...rest }) =>
      app.data.saveDraft({ id, ticketId, kind, text: editor.text, to: addressesOf(rest) }),
    ),
  );
}
