// Reads a screen aloud, with a voice that the phone has itself: one that asks a network would hear what is asked. Where
// there is none there is no button.

const speech = self.SpeechSynthesisUtterance && self.speechSynthesis;
let reading = 0;

// The voice of the language as it is written, before one of the same language elsewhere: Cantonese is Chinese, too.
const ownVoice = () =>
  speech &&
  [root.lang, root.lang.slice(0, 2)]
    .map((lang) => speech.getVoices().find((voice) => voice.localService && voice.lang.replace("_", "-").startsWith(lang)))
    .find(Boolean);

// What stands on the screen, sentence by sentence: the question and its help, then what can be chosen.
const spoken = (shown) =>
  all("h2, p, .choice span, .line span", shown)
    .filter((part) => part.offsetParent)
    .map((part) => part.textContent.trim());

function hushVoice() {
  reading += 1;
  if (speech) speech.cancel();
}

// Says one sentence after the other; `done` is called where nobody stopped it.
function readAloud(sentences, done) {
  hushVoice();
  const turn = reading;
  let said = {};
  for (const sentence of sentences) {
    said = new SpeechSynthesisUtterance(sentence);
    Object.assign(said, { voice: ownVoice(), lang: root.lang, rate: 0.9 });
    speech.speak(said);
  }
  said.onend = () => turn === reading && done();
}
