export interface SampleMedia {
  caption: string;
  productType: 'FEED' | 'REELS';
  /** Hours before now. */
  hoursAgo: number;
  comments: readonly (readonly [username: string, text: string])[];
}

/** What each sample account shows, by user name. */
export const SAMPLE_MEDIA: Readonly<Record<string, readonly SampleMedia[]>> = {
  shop: [
    {
      caption: 'Yeni sezon keten gömlekler mağazada 🌿 Beden tablosu ikinci karede.',
      productType: 'FEED',
      hoursAgo: 30,
      comments: [
        ['ada_demo', 'L beden tekrar gelecek mi? Üç haftadır bekliyorum 😔'],
        ['mert.k.demo', 'Siparişim 5 gündür kargoda görünüyor, kargo firması "şubede" diyor. Yardımcı olur musunuz?'],
      ],
    },
    {
      caption: 'Hafta sonuna özel: ikinci ürüne %30 indirim ✨',
      productType: 'REELS',
      hoursAgo: 9,
      comments: [
        ['gizem_deneme', 'İndirim sepete yansımıyor, kod mu girmek gerekiyor?'],
        [
          'olivia.sample',
          'Hi! Do you ship to Germany? I ordered from you two years ago while I was on holiday in İzmir and loved the ' +
            'quality, but I could not find an option for international shipping at checkout. If you do ship, roughly ' +
            'how long does it take and is the return free of charge? Thank you 🙏',
        ],
      ],
    },
    { caption: 'Atölyemizden bir gün', productType: 'FEED', hoursAgo: 96, comments: [] },
  ],
  shop_kids: [
    {
      caption: 'Organik pamuklu tulumlar 👶 0-24 ay',
      productType: 'FEED',
      hoursAgo: 20,
      comments: [
        ['selin_ornek', 'Kumaşı terletir mi, yaz bebeği için düşünüyorum 🍼'],
        ['tom.example', 'The zip broke after one wash. How can I get a replacement?'],
      ],
    },
    { caption: 'Okula dönüş çantaları 🎒', productType: 'REELS', hoursAgo: 50, comments: [] },
  ],
};

/** Pieces that the trickle puts together, so that it does not repeat itself soon. */
export const TRICKLE_NAMES = ['ada', 'mert', 'gizem', 'deniz', 'emre', 'selin', 'olivia', 'tom', 'zeynep', 'kaan'];

export const TRICKLE_OPENINGS = ['', 'Merhaba, ', 'Selam 🙂 ', 'İyi günler, ', 'Kolay gelsin, '];

export const TRICKLE_QUESTIONS = [
  'bunun mavisi var mı?',
  'fiyat bilgisi alabilir miyim?',
  'siparişim hâlâ kargoya verilmedi, ne zaman çıkar?',
  'yanlış beden geldi, değişim için ne yapmalıyım?',
  'Ankara mağazanızda bulunur mu?',
  'çamaşır makinesinde yıkanıyor mu? Daha önce aldığım ürün çekmişti 😕',
  'is this still in stock in size M?',
  'how long does delivery to London take?',
  'iade ettiğim ürünün ücreti kartıma geçmedi 😡',
  'kapıda ödeme seçeneği kalktı mı?',
  'hediye paketi yapıyor musunuz? 🎁',
  'the discount code does not work for me',
];

export const TRICKLE_ENDINGS = ['', ' Teşekkürler', ' 🙏', ' Şimdiden teşekkür ederim 💐', ' Acil dönüş bekliyorum!'];
