import { Component, type ReactNode } from 'react';
import { messageOf } from '../../lib/api.ts';
import { ErrorState } from './states.tsx';

/** Keeps a fault in one panel from taking the page with it. */
export class Boundary extends Component<{ readonly children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <ErrorState message={messageOf(this.state.error)} retry={() => this.setState({ error: null })} />;
  }
}
