import type { AskedKind, Language } from './flow.ts';

interface StandardTexts {
  /** Said when an answer does not fit. */
  retry: Record<AskedKind, string>;
  chooseOne: string;
  handOver: string;
  /** Handed over without an e-mail address. */
  stayHere: string;
  /** A ticket was made of it; `{number}` is the ticket's. */
  kept: string;
  /** What is true of a ticket without an e-mail address. */
  noAddress: string;
  /** As `noAddress`, where a phone number was given. */
  onlyPhone: string;
  /** The visitor said nothing more. */
  ended: string;
  /** The talk was not finished, with a ticket made of what was said. */
  endedWithTicket: string;
  /** The design could not go on. */
  broken: string;
  brokenWithTicket: string;
  subject: string;
}

const en: StandardTexts = {
  retry: {
    text: 'Please write a few words.',
    name: 'Please write your name.',
    email: 'This is not an e-mail address that we can answer. Please write it like ada@example.com.',
    phone: 'This is not a phone number that we can call. Please write it like +90 555 123 45 67.',
  },
  chooseOne: 'Please choose one of these:',
  handOver: 'A representative will answer you here.',
  stayHere: 'We have no e-mail address of yours: if you close this page, our answer waits for you here.',
  kept: 'Your request is kept under number {number}.',
  noAddress: 'We have no e-mail address of yours: nobody can write to you until we know one.',
  onlyPhone: 'We have no e-mail address of yours: we can reach you only by phone.',
  ended: 'This talk has ended because nothing more was written.',
  endedWithTicket: 'This talk has ended before it was finished. What you wrote is kept under number {number}.',
  broken: 'Something is wrong with this chat; it cannot go on. Please write to us in another way.',
  brokenWithTicket:
    'Something is wrong with this chat; it cannot go on. What you wrote is kept under number {number}, and our team sees it.',
  subject: 'Request from the chat',
};

const tr: StandardTexts = {
  retry: {
    text: 'Lütfen birkaç kelime yazın.',
    name: 'Lütfen adınızı yazın.',
    email: 'Bu, yanıt gönderebileceğimiz bir e-posta adresi değil. Lütfen ada@example.com gibi yazın.',
    phone: 'Bu, arayabileceğimiz bir telefon numarası değil. Lütfen +90 555 123 45 67 gibi yazın.',
  },
  chooseOne: 'Lütfen bunlardan birini seçin:',
  handOver: 'Bir temsilci size buradan yanıt verecek.',
  stayHere: 'E-posta adresinizi bilmiyoruz: bu sayfayı kapatırsanız yanıtımız sizi burada bekler.',
  kept: 'Talebiniz {number} numarasıyla kaydedildi.',
  noAddress: 'E-posta adresinizi bilmiyoruz: bir adres öğrenene kadar size yazamayız.',
  onlyPhone: 'E-posta adresinizi bilmiyoruz: size yalnızca telefonla ulaşabiliriz.',
  ended: 'Başka bir şey yazılmadığı için bu görüşme sona erdi.',
  endedWithTicket: 'Bu görüşme tamamlanmadan sona erdi. Yazdıklarınız {number} numarasıyla kaydedildi.',
  broken: 'Bu sohbette bir sorun oluştu; devam edemiyor. Lütfen bize başka bir yoldan yazın.',
  brokenWithTicket:
    'Bu sohbette bir sorun oluştu; devam edemiyor. Yazdıklarınız {number} numarasıyla kaydedildi, ekibimiz görüyor.',
  subject: 'Sohbetten talep',
};

/** What a chatbot says where its design says nothing itself. */
export const standardTexts: Record<Language, StandardTexts> = { en, tr };
