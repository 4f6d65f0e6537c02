import type { FieldRole, Form, FormField, SenderKind } from './state.ts';

const roles: readonly FieldRole[] = ['name', 'email', 'phone', 'topic', 'order', 'message'];

const words = {
  tr: {
    labels: {
      name: 'Adınız soyadınız',
      email: 'E-posta',
      phone: 'Telefon',
      topic: 'Konu',
      order: 'Sipariş numarası',
      message: 'Mesajınız',
    },
    topics: ['Siparişim nerede?', 'İade ve değişim', 'Fatura', 'Diğer'],
  },
  en: {
    labels: {
      name: 'Your name',
      email: 'E-mail',
      phone: 'Phone',
      topic: 'Topic',
      order: 'Order number',
      message: 'Your message',
    },
    topics: ['Where is my order?', 'Returns', 'Invoice', 'Something else'],
  },
} as const;

/** A Turkish and an English form of each vendor, with the kind of ids that it gives. */
export function sampleForms(): Form[] {
  return [
    form('standard', { id: 'form_destek', name: 'Destek talebi', language: 'tr', namesKnownFields: true }),
    form('standard', { id: 'form_contact', name: 'Contact us', language: 'en', namesKnownFields: false }),
    form('typeform', { id: 'Kd8TrQzA', name: 'Müşteri hizmetleri', language: 'tr', namesKnownFields: false }),
    form('typeform', { id: 'w2LmXy9E', name: 'Customer care', language: 'en', namesKnownFields: false }),
    form('tally', { id: 'mVzKo1', name: 'Bize yazın', language: 'tr', namesKnownFields: false }),
    form('tally', { id: 'nP4wQe', name: 'Write to us', language: 'en', namesKnownFields: false }),
  ];
}

function form(kind: SenderKind, rest: Omit<Form, 'kind' | 'fields'>): Form {
  const { labels, topics } = words[rest.language];
  const fields = roles.map((role, position): FormField => {
    const key = kind === 'standard' ? role : `${keyStart[kind]}${rest.id}${position + 1}`;
    const options = role === 'topic' ? topics.map((label, choice) => ({ id: `${key}c${choice + 1}`, label })) : [];
    return { role, key, label: labels[role], options };
  });
  return { kind, ...rest, fields };
}

const keyStart = { typeform: 'f', tally: 'question_' } as const;
