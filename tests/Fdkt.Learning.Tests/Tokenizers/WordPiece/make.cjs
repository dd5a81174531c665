// Makes uncased.json, cased.json and encodings.jsonl with Hugging Face's own library (Rust, in its Node package):
//   npm install @anush008/tokenizers@0.6.0 && node make.cjs
// The vocabulary is made here; the ids are the library's.
const fs = require("fs");
const { Tokenizer } = require("@anush008/tokenizers");

const specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const words = ("the of and a to in is was for on that with as he it by at his from are be this had not but which or have an they you were all her she there been one " +
  "bank ##ing ##ed ##er ##s ##ly un ##aff ##able play ##able run ##n hello world new york news sport ##ing price ##d token ##izer word ##piece em ##bed ##ding naive cafe resume uber strasse " +
  "Hello World New York Zürich café naïve Über Straße ##ß ##é İstanbul istanbul don ' t can n ##t 1 2 3 19 20 ##20 ##19 100 000 3 . 14 中 文 国 日 本 語 한 국 ##국 어 ##어 привет мир ##ет ελ ##λ ##ας ά α ##α").split(/\s+/);
const marks = [..."!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~§¿¡«»“”‘’…—–°±€£"];
const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789äöüßéèñçøåœæ"];
const vocab = {};
for (const token of [...specials, ...marks, ...letters, ...letters.map(c => "##" + c), ...words]) {
  if (!(token in vocab)) vocab[token] = Object.keys(vocab).length;
}
// JavaScript puts keys that are whole numbers first, which JSON readers do not mind.

function file(lowercase) {
  return JSON.stringify({
    version: "1.0", truncation: null, padding: null,
    added_tokens: specials.map((content, id) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })),
    normalizer: { type: "BertNormalizer", clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: null,
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: { type: "WordPiece", unk_token: "[UNK]", continuing_subword_prefix: "##", max_input_chars_per_word: 100, vocab },
  });
}

let state = 12345n;
function random(n) {
  state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
  return Number((state >> 33n) % BigInt(n));
}

const texts = [
  "", " ", "Hello world", "hello  WORLD!", "unaffable playing", "The bank's price was $3.14, in New York.", "naïve café résumé", "NAÏVE CAFÉ", "Über die Straße", "Zürich",
  "中文国 news", "日本語hello", "한국어", "привет мир", "ΕΛΛΆΣ ελλάς", "İstanbul istanbul", "don't can't", "2019-20, 100,000", "tab\tand\nnewline\r\nend", "zero\u200bwidth\u00a0space\u3000wide",
  "soft\u00adhyphen", "nul\u0000byte \ufffd bell\u0007", "a\u0301 decomposed e\u0301", "emoji 😀 👩‍👩‍👧 flag 🇩🇪", "𝔘𝔫𝔦 𝟙𝟚", "“quotes” — and… ¿que?", "x".repeat(100), "x".repeat(101), "a".repeat(250), "##ing ## #",
  "ﬁ ligature ß ẞ ſ", "Ǆ ǅ ǆ Ω Å", "ك ت ا ب كِتَاب", "हिन्दी", "ไทย", "a_b-c/d\\e", "`code` ~x~ ^y^ |z|", "+1 <tag> = {a}", "ŉ ǰ ΐ", "\u2028line\u2029para", "a\u0300\u0301\u0302b", "𠀀𪛖 extension b", "豈 compat 㐀", "a\u{2B830}b a\u{2B930}b a\u{2A705}b", "private \ue000use \u{F0000}x", "A\u030A \u212B", "fi\u200Cne\u2060d\ufeff",
];
const pools = [letters, [..." "], [..." "], marks, [..."中文国日本語한국어привет мирελας"], [..."éèñçÄÖÜßåÅœŒøØ"], [..."\t\n\u00a0\u200b\u0301\u0308"]];
const bits = words.map(w => w.replace("##", ""));
for (let i = 0; i < 1500; i++) {
  let text = "";
  const parts = 1 + random(12);
  for (let j = 0; j < parts; j++) {
    if (random(2)) { text += bits[random(bits.length)] + (random(3) ? " " : ""); continue; }
    const pool = pools[random(pools.length)];
    for (let k = random(4); k >= 0; k--) text += pool[random(pool.length)];
  }
  texts.push(text);
}

(async () => {
  const lines = texts.map(text => ({ text }));
  for (const name of ["uncased", "cased"]) {
    fs.writeFileSync(`${name}.json`, file(name === "uncased"));
    const tokenizer = Tokenizer.fromString(file(name === "uncased"));
    for (const line of lines) line[name] = (await tokenizer.encode(line.text, null, { addSpecialTokens: false })).getIds();
  }
  fs.writeFileSync("encodings.jsonl", lines.map(line => JSON.stringify(line)).join("\n") + "\n");
})();
