import type { MessagePort } from 'node:worker_threads'
import type { Latency } from '../report.ts'

/** What the traffic thread sends to, and how often. */
export type Destination = { periodMs: number } & (
  | { to: 'socket' }
  | { to: 'port'; port: MessagePort }
  | { to: 'http'; url: string }
)

/** To the traffic thread. Times on `realm.sharedNow`. */
export type Command =
  | { kind: 'open'; line: number; destination: Destination }
  /** The peer on the line's connection has this port; a stranger who found the server first is turned away. */
  | { kind: 'peer'; line: number; port: number }
  | { kind: 'go'; line: number }
  | { kind: 'stop'; line: number; atMs: number }
  | { kind: 'close'; line: number }
  /** Connects so many times to a port, and keeps quiet. */
  | { kind: 'gather'; line: number; port: number; count: number }

/** From the traffic thread. */
export type Reply =
  /** With the port to connect to, where somebody has to. */
  | { kind: 'opened'; line: number; port?: number }
  | { kind: 'failed'; line: number; message: string }
  | { kind: 'stopped'; line: number; latency: Latency }
  /** The ports that its connections come from, and why they are not more. */
  | { kind: 'gathered'; line: number; ports: number[]; problem: string | undefined }
