import { createContext } from 'preact';
import { useContext, useLayoutEffect, useReducer } from 'preact/hooks';
import type { Shell } from '../shell';

const Context = createContext<Shell | null>(null);

/** Gives the shell to everything below. */
export const Provider = Context.Provider;

/** The shell that everything hangs on. */
export function useShell(): Shell {
  return useContext(Context)!;
}

/** Draws again at every change of shell or client. */
export function useChanges(shell: Shell): void {
  const [, draw] = useReducer((n: number) => n + 1, 0);
  // At once, not after the next frame: what happens in between would be missed.
  useLayoutEffect(() => {
    const ends = [shell.subscribe(() => draw(0)), shell.client.subscribe(() => draw(0))];
    return () => ends.forEach((end) => end());
  }, [shell]);
}
