// @ts-check
/** A short sound, a vibration or both when an answer arrives, as was chosen on this device. One open tab does it. */

const LOCK = "kiosk-arrival";
const ONCE_MS = 2000;
const signs = (document.body.dataset.arrival ?? "").split(" ");

/** Two soft notes. Browsers keep a page silent until somebody has tapped or typed in it. */
function sound() {
  const context = new AudioContext();
  const begin = context.currentTime + 0.02;
  for (const [at, pitch] of [[0, 523], [0.16, 659]]) {
    const note = context.createOscillator();
    const volume = context.createGain();
    note.frequency.value = pitch;
    volume.gain.setValueAtTime(0, begin + at);
    volume.gain.linearRampToValueAtTime(0.12, begin + at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + at + 0.4);
    note.connect(volume).connect(context.destination);
    note.start(begin + at);
    note.stop(begin + at + 0.45);
  }
  setTimeout(() => context.close(), ONCE_MS);
}

function give() {
  if (signs.includes("sound")) sound();
  if (signs.includes("vibration")) navigator.vibrate?.([120, 80, 120]);
}

document.addEventListener("arrival", () => {
  if (!navigator.locks) return give();
  navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
    if (!lock) return null; // another tab has given it
    give();
    return new Promise((resolve) => setTimeout(resolve, ONCE_MS));
  });
});

document.getElementById("try-arrival")?.addEventListener("click", give);
document.getElementById("try-arrival")?.removeAttribute("hidden");
