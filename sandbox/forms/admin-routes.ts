import type { PlatformAnswer, PlatformRequest, PlatformRoute } from '../platform/platform-server.ts';
import type { ResponseDesk, ResponseDraft } from './response-desk.ts';
import { rotateSecret } from './senders.ts';
import type { FormResponse, Form, Settings } from './state.ts';
import { storyFor } from './stories.ts';

/** Acts as those who fill in forms and as the vendors' users; a wrong call is a 400 that says why. */
export function adminRoutes(desk: ResponseDesk): PlatformRoute[] {
  return [...senderRoutes(desk), ...responseRoutes(desk)];
}

function senderRoutes(desk: ResponseDesk): PlatformRoute[] {
  const { state } = desk;
  return [
    ['GET', /^\/sandbox\/senders$/, () => ({ body: state.senders })],
    [
      'POST',
      /^\/sandbox\/senders\/(\w+)$/,
      (request) => {
        const sender = desk.sender(request.parts[0]);
        const { callback, secret } = read<{ callback?: string | null; secret?: string | null }>(request);
        if (secret !== undefined) sender.secrets = secret === null ? [] : [secret];
        if (callback !== undefined) desk.connect(sender, callback);
        return saved(desk, sender);
      },
    ],
    [
      'POST',
      /^\/sandbox\/senders\/(\w+)\/rotate$/,
      ({ parts }) => {
        const sender = desk.sender(parts[0]);
        rotateSecret(sender);
        return saved(desk, sender);
      },
    ],
    [
      'POST',
      /^\/sandbox\/senders\/(\w+)\/end-rotation$/,
      ({ parts }) => {
        const sender = desk.sender(parts[0]);
        sender.secrets = sender.secrets.slice(0, 1);
        return saved(desk, sender);
      },
    ],
    [
      'POST',
      /^\/sandbox\/settings$/,
      (request) => saved(desk, Object.assign(state.settings, read<Partial<Settings>>(request))),
    ],
    ['GET', /^\/sandbox\/forms$/, () => ({ body: state.forms })],
    ['POST', /^\/sandbox\/forms\/(\w+)$/, (request) => saved(desk, rename(desk.form(request.parts[0]), request))],
  ];
}

function responseRoutes(desk: ResponseDesk): PlatformRoute[] {
  const { state } = desk;
  return [
    ['GET', /^\/sandbox\/responses$/, () => ({ body: state.responses })],
    ['POST', /^\/sandbox\/responses$/, (request) => respond(desk, request)],
    [
      'POST',
      /^\/sandbox\/responses\/(\w+)\/push$/,
      ({ parts }) => {
        const response = state.responses.find(({ submissionId }) => submissionId === parts[0]);
        if (!response) throw new Error(`no response ${parts[0]}`);
        return saved(desk, { deliveryId: desk.push(response)?.id ?? null });
      },
    ],
    ['GET', /^\/sandbox\/deliveries$/, () => ({ body: state.deliveries })],
    [
      'POST',
      /^\/sandbox\/deliveries\/([\w-]+)\/again$/,
      ({ parts }) => {
        const delivery = state.deliveries.find(({ id }) => id === parts[0]);
        if (!delivery) throw new Error(`no delivery ${parts[0]}`);
        if (desk.sender(delivery.kind).callback === null) throw new Error('the sender has no callback');
        Object.assign(delivery, { state: 'waiting', nextAt: Date.now() });
        return saved(desk, delivery);
      },
    ],
  ];
}

/** One response, or `count` of them, to the form named or the first of a kind; without values a story is told. */
function respond(desk: ResponseDesk, request: PlatformRequest): PlatformAnswer {
  const asked = read<Partial<ResponseDraft> & { kind?: string; count?: number }>(request);
  const form = asked.formId ? desk.form(asked.formId) : firstForm(desk, asked.kind);
  const made = Array.from({ length: asked.count ?? 1 }, (): { response: FormResponse; deliveryId: string | null } => {
    const story = asked.values ? null : storyFor(form, desk.state.told);
    if (story) desk.state.told += 1;
    const { values, tags, submittedAt } = { ...story, ...asked };
    const response = desk.fill({ formId: form.id, values: values ?? {}, tags, submittedAt });
    return { response, deliveryId: desk.push(response)?.id ?? null };
  });
  return saved(desk, {
    submissionIds: made.map(({ response }) => response.submissionId),
    deliveryIds: made.map(({ deliveryId }) => deliveryId),
  });
}

function firstForm(desk: ResponseDesk, kind: string | undefined): Form {
  const { kind: known } = desk.sender(kind);
  return desk.form(desk.state.forms.find((form) => form.kind === known)?.id);
}

/** Another name, or other labels by role: keys stay. */
function rename(form: Form, request: PlatformRequest): Form {
  const { name = form.name, labels = {} } = read<{ name?: string; labels?: Record<string, string> }>(request);
  form.name = name;
  for (const field of form.fields) field.label = labels[field.role] ?? field.label;
  return form;
}

function saved(desk: ResponseDesk, body: unknown): PlatformAnswer {
  desk.save();
  return { body };
}

function read<Body>({ body }: PlatformRequest): Body {
  return JSON.parse(body.toString() || '{}') as Body;
}
