import { Component, type ReactNode } from "react";

interface BoundaryProps {
  children: ReactNode;
  /** Shown in the place of what broke; `retry` tries to show it again. */
  fallback: (error: unknown, retry: () => void) => ReactNode;
  onError?: (error: unknown) => void;
}

interface BoundaryState {
  broken: { error: unknown } | null;
}

/** Keeps a part of the page that fails from taking the rest with it. React asks for a class here. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { broken: null };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { broken: { error } };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError?.(error);
  }

  override render(): ReactNode {
    const { broken } = this.state;
    return broken ? this.props.fallback(broken.error, () => this.setState({ broken: null })) : this.props.children;
  }
}
