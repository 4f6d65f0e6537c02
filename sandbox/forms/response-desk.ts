import { randomBytes, randomUUID } from 'node:crypto';
import type { FaultBoard } from '../platform/fault-board.ts';
import type { StateFile } from '../platform/state-file.ts';
import { forgetOldDeliveries, type Deliverer } from './deliverer.ts';
import type { FormsFaults } from './faults.ts';
import { bodyOf, ofOtherEvent, ofOtherShape, payloadOf } from './payload.ts';
import type { Delivery, FieldRole, Form, FormResponse, FormsState, Sender, SenderKind } from './state.ts';

const MOST_RESPONSES_KEPT = 500;

/** What is told of a new response; the rest is made up. */
export interface ResponseDraft {
  formId: string;
  values: Partial<Record<FieldRole, string>>;
  tags?: string[];
  /** ISO. */
  submittedAt?: string;
}

interface ResponseDeskParts {
  file: StateFile<FormsState>;
  faults: FaultBoard<FormsFaults>;
  deliverer: Deliverer;
}

/** Takes responses, and makes of each what its vendor pushes. */
export class ResponseDesk {
  readonly #parts: ResponseDeskParts;

  constructor(parts: ResponseDeskParts) {
    this.#parts = parts;
  }

  get state(): FormsState {
    return this.#parts.file.value;
  }

  /** Keeps what was changed, and sends what is due. */
  save(): void {
    forgetOldDeliveries(this.state);
    this.state.responses = this.state.responses.slice(-MOST_RESPONSES_KEPT);
    this.#parts.file.save();
    this.#parts.deliverer.wake();
  }

  sender(kind: string | undefined): Sender {
    const sender = this.state.senders.find((each) => each.kind === kind);
    if (!sender) throw new Error(`no sender ${kind}`);
    return sender;
  }

  form(id: string | undefined): Form {
    const form = this.state.forms.find((each) => each.id === id);
    if (!form) throw new Error(`no form ${id}`);
    return form;
  }

  /** Fills in a form. `save` is the caller's. @throws Error when the form has no such question or choice */
  fill({ formId, values, tags = [], submittedAt = new Date().toISOString() }: ResponseDraft): FormResponse {
    const form = this.form(formId);
    for (const [role, value] of Object.entries(values)) checkValue(form, role, value);
    const response = { submissionId: newId(form.kind), formId, submittedAt, values, tags };
    this.state.responses.push(response);
    return response;
  }

  /**
   * Makes a delivery of a response; without a callback there is none, as with a vendor nobody has connected, unless it
   * is to be held for the first callback. `save` is the caller's.
   */
  push(response: FormResponse, ifUnconnected: 'hold' | 'forget' = 'forget'): Delivery | null {
    const form = this.form(response.formId);
    const { callback, stopped } = this.sender(form.kind);
    const isConnected = callback !== null && !stopped;
    if (!isConnected && ifUnconnected === 'forget') return null;
    const id = form.kind === 'standard' ? `msg_${randomBytes(12).toString('hex')}` : randomUUID();
    const delivery: Delivery = {
      id,
      kind: form.kind,
      submissionId: response.submissionId,
      body: this.#body(id, form, response),
      state: isConnected ? 'waiting' : 'held',
      nextAt: Date.now(),
      attempts: [],
    };
    this.state.deliveries.push(delivery);
    return delivery;
  }

  /** Sets where a sender sends to: what was held is sent now; without a callback what waits is given up. */
  connect(sender: Sender, callback: string | null): void {
    sender.callback = callback;
    sender.stopped = false;
    for (const delivery of this.state.deliveries.filter(({ kind }) => kind === sender.kind)) {
      if (callback === null && delivery.state === 'waiting') delivery.state = 'failed';
      if (callback !== null && delivery.state === 'held') delivery.state = 'waiting';
    }
  }

  #body(eventId: string, form: Form, response: FormResponse): string {
    const { faults } = this.#parts;
    let payload = payloadOf({ eventId, form, response });
    if (faults.take('unknownEventType')) payload = ofOtherEvent(payload, form.kind);
    if (faults.take('unknownShape')) payload = ofOtherShape(payload, form.kind);
    const body = bodyOf(payload);
    return faults.take('unreadableBody') ? body.slice(0, Math.ceil(body.length / 2)) : body;
  }
}

function checkValue(form: Form, role: string, value: unknown): void {
  const field = form.fields.find((each) => each.role === role);
  if (!field) throw new Error(`form ${form.id} has no question ${role}`);
  if (typeof value !== 'string') throw new Error(`${role} must be a text`);
  if (field.options.length > 0 && !field.options.some(({ label }) => label === value))
    throw new Error(`${role} must be one of ${field.options.map(({ label }) => label).join(', ')}`);
}

function newId(kind: SenderKind): string {
  return kind === 'standard' ? `sub_${randomBytes(9).toString('hex')}` : randomBytes(13).toString('hex');
}
