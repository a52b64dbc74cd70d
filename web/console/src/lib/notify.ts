/** A soft two-tone sound, made without a file. Browsers refuse it before the first click. */
export function chime(): void {
  try {
    const audio = new AudioContext();
    for (const [i, frequency] of [660, 880].entries()) {
      const tone = audio.createOscillator();
      const gain = audio.createGain();
      const at = audio.currentTime + i * 0.14;
      tone.frequency.value = frequency;
      gain.gain.setValueAtTime(0.0001, at);
      gain.gain.exponentialRampToValueAtTime(0.12, at + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.3);
      tone.connect(gain).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.32);
    }
    setTimeout(() => void audio.close(), 1_000);
  } catch {
    // No sound device or not allowed yet: the toast on the page says the same.
  }
}

/** A desktop notice, where the person has allowed it and is elsewhere. */
export function desktopNotice(title: string, body: string, onClick: () => void): void {
  if (!('Notification' in window) || Notification.permission !== 'granted' || !document.hidden) return;
  const notice = new Notification(title, { body, tag: 'fd-offer' });
  notice.onclick = () => {
    window.focus();
    notice.close();
    onClick();
  };
}
