import { safeLine } from '../../domain/safe-text.ts';
import type { TicketDetail } from '../../domain/views.ts';
import type { App } from '../app-context.ts';
import type { DraftKind } from '../data.ts';
import { newEditor } from '../input/text-editor.ts';
import { composer, type ComposerActions, type ComposerLayer } from '../layers/composer.ts';
import { currentTicket } from '../state.ts';
import { refusalText } from './command-tickets.ts';
import { editInEditor } from './edit-in-editor.ts';
import { changeComposer, openLayer } from './layers.ts';
import { errorText, start, startOpening, tell } from './tell.ts';

const SAVE_AFTER_MILLISECONDS = 600;

/** Opens the composer on the current ticket, with the draft that was left there. */
export function compose(app: App, writing: DraftKind): void {
  const current = currentTicket(app.store.get());
  if (!current) return;
  startOpening(app, async () => {
    const [ticket, draft] = await Promise.all([
      app.data.showTicket(current.id),
      app.data.findDraft(current.id, writing),
    ]);
    if (writing === 'reply' && !ticket.contact?.email) {
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

function recipientOf({ contact }: TicketDetail): string {
  return safeLine(contact?.name ? `${contact.name} <${contact.email}>` : contact?.email);
}

/** What the customer said last. */
function lastWords({ messages }: TicketDetail): string {
  const last = messages.findLast(({ kind }) => kind === 'contact');
  return (last?.reply?.trim() || last?.text?.trim()) ?? '';
}

function composerActions(app: App): ComposerActions {
  let timer: NodeJS.Timeout | undefined;
  const save = async (layer: ComposerLayer) => {
    clearTimeout(timer);
    const { draftId: id, ticketId, writing: kind, editor } = layer;
    await app.data.saveDraft({ id, ticketId, kind, text: editor.text, to: addressesOf(layer) });
    changeComposer(app, id, (now) => (now.editor.text === editor.text ? { ...now, savedAt: Date.now() } : now));
  };
  return {
    changed(layer) {
      clearTimeout(timer);
      timer = setTimeout(() => start(app, () => save(layer)), SAVE_AFTER_MILLISECONDS);
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
      return { name: 'reply' as const, draftId, seen: layer.seen };
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
