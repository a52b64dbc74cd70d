import { reactive } from 'vue';
import type { Http } from '../api/http';
import { soon, trailing } from '../lib/trailing';
import type { AgentInfo } from '../wire';

/** Who is there, with load and skills: for transfers and for naming owners. */
export function createAgents(http: () => Http) {
  const state = reactive({ items: [] as AgentInfo[], error: null as unknown });
  const refresh = trailing(async () => {
    try {
      state.items = (await http().get<{ items: AgentInfo[] | null }>('/v1/agents')).items ?? [];
      state.error = null;
    } catch (e) {
      state.error = e;
      throw e;
    }
  });
  return {
    state,
    refresh,
    hinted: soon(() => void refresh().catch(() => undefined), 500),
    name: (id: string | undefined) => state.items.find((a) => a.id === id)?.name ?? '',
    skills: () => [...new Set(state.items.flatMap((a) => a.skills ?? []))].sort(),
  };
}

export type Agents = ReturnType<typeof createAgents>;
