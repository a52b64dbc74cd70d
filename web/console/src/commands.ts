import { computed, reactive, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { Command } from './components/CommandPalette.vue';
import { useDesk } from './desk';
import { t } from './i18n';
import { VIEWS, type Availability } from './wire';

/** What the inbox page offers to the keyboard while it is shown. */
export interface InboxActions {
  reply(): void;
  note(): void;
  resolve(): void;
  transfer(): void;
  handBack(): void;
  search(): void;
}

const current = reactive<{ inbox: InboxActions | null }>({ inbox: null });

/** The inbox page registers itself while it lives. */
export function registerInbox(actions: InboxActions | null): void {
  current.inbox = actions;
}

interface Entry extends Command {
  key?: string;
}

/** Every command of the palette, and which key runs which. */
export function useCommands(panels: { palette: Ref<boolean>; help: Ref<boolean>; settings: Ref<boolean> }) {
  const { session, thread, inbox, be } = useDesk();
  const router = useRouter();
  const route = useRoute();

  function move(step: 1 | -1): void {
    const id = inbox.neighbour(route.params.id as string | undefined, step);
    if (id) void router.push(`/inbox/${inbox.state.view}/${encodeURIComponent(id)}`);
  }

  function conversation(): Entry[] {
    const actions = current.inbox;
    if (!actions) return [];
    const group = t('palette.conversation');
    const out: Entry[] = [
      { id: 'next', title: t('keys.next'), group, key: 'j', keys: 'j', run: () => move(1) },
      { id: 'prev', title: t('keys.prev'), group, key: 'k', keys: 'k', run: () => move(-1) },
      { id: 'search', title: t('keys.search'), group, key: '/', keys: '/', run: () => actions.search() },
    ];
    if (!thread.state.detail) return out;
    out.push({ id: 'note', title: t('keys.note'), group, key: 'n', keys: 'n', run: () => actions.note() });
    const human = thread.state.detail.conversation.owner === 'human';
    const mine = thread.mine.value;
    if (!mine && (!human || session.may('steer'))) {
      out.push({ id: 'take', title: t('action.takeover'), group, key: 'a', keys: 'a', run: () => void thread.takeover() });
    }
    if (mine) out.push({ id: 'reply', title: t('keys.reply'), group, key: 'r', keys: 'r', run: () => actions.reply() });
    if (!mine && !(human && session.may('steer'))) return out;
    out.push(
      { id: 'resolve', title: t('action.resolve'), group, key: 'e', keys: 'e', run: () => actions.resolve() },
      { id: 'transfer', title: t('action.transfer'), group, run: () => actions.transfer() },
      { id: 'return', title: t('action.handBack'), group, run: () => actions.handBack() },
    );
    return out;
  }

  function pages(): Entry[] {
    const group = t('palette.go');
    const out: Entry[] = [];
    const add = (id: string, title: string, to: string, may?: string) => {
      if (!may || session.may(may)) out.push({ id: `go-${id}`, title, group, run: () => void router.push(to) });
    };
    for (const v of VIEWS) add(v, `${t('nav.inbox')}: ${t(`inbox.${v}`)}`, `/inbox/${v}`, 'inbox');
    add('knowledge', t('nav.knowledge'), '/knowledge');
    add('new', t('article.new'), '/knowledge/new', 'write');
    add('import', t('import.title'), '/knowledge/import', 'import');
    add('golden', t('golden.title'), '/knowledge/golden');
    add('glossary', t('glossary.title'), '/knowledge/glossary');
    add('sources', t('sources.title'), '/knowledge/sources', 'import');
    add('clashes', t('clashes.title'), '/knowledge/conflicts');
    add('test', t('nav.test'), '/test');
    add('training', t('nav.training'), '/training', 'train');
    add('overview', t('nav.overview'), '/overview', 'overview');
    add('people', t('nav.people'), '/people', 'people');
    add('tokens', t('nav.tokens'), '/tokens', 'people');
    return out;
  }

  function own(): Entry[] {
    const group = t('palette.me');
    const states: Availability[] = session.may('inbox') ? ['online', 'busy', 'away'] : [];
    return [
      ...states.map((a) => ({ id: `be-${a}`, title: t(`availability.${a}`), group, run: () => void be(a) })),
      { id: 'settings', title: t('settings.title'), group, run: () => (panels.settings.value = true) },
      { id: 'help', title: t('keys.title'), group, key: '?', keys: '?', run: () => (panels.help.value = true) },
    ];
  }

  const list = computed<Entry[]>(() => [...conversation(), ...pages(), ...own()]);

  return {
    list,
    byKey(key: string): boolean {
      if (key === 'mod+k') {
        if (session.state.status !== 'in' || session.state.expired) return false;
        panels.palette.value = !panels.palette.value;
        return true;
      }
      const command = list.value.find((c) => c.key === key);
      command?.run();
      return !!command;
    },
  };
}
