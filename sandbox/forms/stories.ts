import type { ResponseDraft } from './response-desk.ts';
import type { Form } from './state.ts';

interface Story {
  name: string;
  email: string;
  phone?: string;
  /** Which of the form's topics. */
  topic: number;
  message: string;
  tags?: string[];
}

const stories: Record<'tr' | 'en', readonly Story[]> = {
  tr: [
    {
      name: 'Elif Aksoy',
      email: 'elif.aksoy@musteri.test',
      phone: '+90 532 555 01 12',
      topic: 0,
      message: 'Siparişim altı gündür "kargoya verildi" görünüyor, takip numarası da açılmıyor. Yardımcı olur musunuz?',
      tags: ['kargo'],
    },
    {
      name: 'Kemal Işık',
      email: 'kemal.isik@musteri.test',
      topic: 1,
      message:
        'Merhaba,\nayakkabı bir numara küçük geldi, kutusuyla birlikte duruyor. Değişim için şubeye mi götüreyim, kurye mi gelecek? Evde çocuk olduğu için öğleden sonra gelmesi iyi olur. Bir de değişimde fiyat farkı çıkarsa ne yapmam gerekiyor, geçen sefer bunu anlatan olmadı ve iki hafta bekledik. 🙏',
    },
    {
      name: 'Şule Çetin',
      email: 'sule.cetin@firma.test',
      phone: '0216 555 01 90',
      topic: 2,
      message: 'Faturanın firma adına kesilmesi gerekiyordu, bireysel kesilmiş. Düzeltebilir misiniz?',
      tags: ['kurumsal', 'fatura'],
    },
    {
      name: 'Oğuzhan Gür',
      email: 'oguzhan.gur@musteri.test',
      topic: 3,
      message: 'Mağazanız pazar günleri açık mı? Adresi haritada bulamadım.',
    },
    {
      name: 'Nilüfer Yılmaz',
      email: 'nilufer.yilmaz@musteri.test',
      phone: '05335550144',
      topic: 1,
      message: 'İade ettiğim ürünün parası hâlâ kartıma yatmadı, 14 gün oldu 😠',
    },
  ],
  en: [
    {
      name: 'Hannah Weiss',
      email: 'hannah.weiss@customer.test',
      phone: '+49 30 5550 0119',
      topic: 0,
      message: 'Tracking has not moved since Monday. The order is a birthday present for Saturday, will it make it?',
      tags: ['shipping'],
    },
    {
      name: 'Owen Clarke',
      email: 'owen.clarke@customer.test',
      topic: 1,
      message: 'The lamp came with a crack in the glass. I have photos. Do I send it back or only show you? 📦',
    },
    {
      name: 'Mei Tanaka',
      email: 'mei.tanaka@customer.test',
      topic: 2,
      message: 'Please send the invoice again, the link in the mail says it has expired.',
    },
    {
      name: 'Luca Moretti',
      email: 'luca.moretti@customer.test',
      phone: '+39 06 5550 0173',
      topic: 3,
      message: 'Do you ship to Malta? Your checkout does not list it, but your chat said yes last week.',
    },
  ],
};

/** How the nth person fills in a form: the stories in turn, each time with another order number. */
export function storyFor(form: Form, number: number): ResponseDraft {
  const told = stories[form.language];
  const { topic, tags, ...said } = told[number % told.length] as Story;
  const choices = form.fields.find(({ role }) => role === 'topic')?.options ?? [];
  const chosen = choices[topic];
  return {
    formId: form.id,
    values: { ...said, ...(chosen ? { topic: chosen.label } : {}), order: String(82_400 + number * 13) },
    ...(tags ? { tags } : {}),
  };
}
