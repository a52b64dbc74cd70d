import { computed, reactive } from 'vue';
import type { Http } from '../api/http';
import { label, t } from '../i18n';
import { trailing } from '../lib/trailing';
import type { Lesson, TrainingJob, TrainingState } from '../wire';

const EVERY = 1_000; // ms between two looks at a training that is under way

/** What serves, what is under way, and the intents: shared by the pages of training while they are shown. */
export function createTraining(http: Http) {
  const state = reactive({
    now: null as TrainingState | null,
    lessons: null as Lesson[] | null,
    error: null as unknown,
    /** Rises when a training ends: what it made can be read. */
    ended: 0,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown = 0;
  const running = computed(() => !!state.now?.job.id && state.now.job.stage !== 'ended');

  const look = trailing(async () => {
    clearTimeout(timer);
    const before = running.value;
    try {
      state.now = await http.get<TrainingState>('/v1/training');
      if (before && !running.value) state.ended++;
    } catch (e) {
      if (!state.now) state.error = e;
    }
    if (shown && running.value) timer = setTimeout(() => void look(), EVERY);
  });

  const read = trailing(async () => {
    try {
      state.lessons = (await http.get<{ items: Lesson[] | null }>('/v1/training/intents')).items ?? [];
      state.error = null;
    } catch (e) {
      state.error = e;
    }
  });

  return {
    state,
    running,
    look,
    read,
    /** A page that shows this comes; the function it gets is called when it goes. */
    enter(): () => void {
      shown++;
      void look();
      void read();
      return () => {
        shown--;
        if (!shown) clearTimeout(timer);
      };
    },
    async start(note: string): Promise<void> {
      const job = await http.send<TrainingJob>('POST', '/v1/training', note ? { note } : {});
      if (state.now) state.now.job = job; // it may have ended before the next look: that must be noticed
      await look();
    },
    async cancel(): Promise<void> {
      await http.send('DELETE', '/v1/training');
      await look();
    },
    /** What an intent is called: a shipped one in the interface's language. */
    name(id: string): string {
      const own = state.lessons?.find((l) => l.id === id && l.own);
      return own ? own.title : label('intent', id);
    },
  };
}

export type TrainingStore = ReturnType<typeof createTraining>;

/** The languages that examples may be in. */
export const LANGUAGES = ['en', 'zh', 'ja', 'ko', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'cs', 'ro', 'sv', 'da', 'fi', 'el', 'tr', 'ru', 'uk', 'ar', 'he', 'hi', 'th', 'vi', 'id', 'ms', 'hu'];

/** How many examples in all. */
export function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((a, b) => a + b, 0);
}

/** What a version is called. */
export function versionName(version: number): string {
  return version ? t('training.version', { n: version }) : t('training.shipped');
}
