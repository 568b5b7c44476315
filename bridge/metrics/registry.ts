// Counters and gauges in the text format of Prometheus (exposition format 0.0.4). Labels come from our own code only.

type Labels = Record<string, string>;

export interface Metrics {
  /** Adds to a counter; it exists from its first mention on. */
  count(name: CounterName, labels?: Labels, by?: number): void;
  /** The counter's value so far; 0 when it was never mentioned. */
  counted(name: CounterName, labels?: Labels): number;
  /** A gauge is asked when it is read. */
  gauge(name: GaugeName, read: () => number): void;
  text(): string;
}

const counters = {
  ghanti_messages_down_total: 'Messages handed to the road, by kind.',
  ghanti_messages_up_total: 'Authentic messages from boxes, by kind.',
  ghanti_messages_refused_total: 'Messages from boxes that were not taken, by reason.',
  ghanti_resends_total: 'Announcements sent again because no box acknowledged them.',
  ghanti_connections_refused_total: 'MQTT connections closed by the broker, by reason.',
  ghanti_switch_events_total: 'Events of switches, by switch, kind and what became of them.',
  ghanti_charges_total: 'Charges made, by switch.',
  ghanti_announcements_total: 'Announcements by the stage that they reached.',
  ghanti_http_requests_total: 'HTTP requests, by route and status.',
} as const;
const gauges = {
  ghanti_boxes_online: 'Boxes connected now.',
  ghanti_announcements_overdue: 'Announcements that no box spoke in time (alarms.afterSeconds).',
  ghanti_event_streams: 'Open event streams.',
} as const;
type CounterName = keyof typeof counters;
type GaugeName = keyof typeof gauges;

export function metricsRegistry(): Metrics {
  const counts = new Map<CounterName, Map<string, number>>();
  const reads = new Map<GaugeName, () => number>();
  return {
    count: (name, labels = {}, by = 1) => {
      const series = counts.get(name) ?? new Map<string, number>();
      counts.set(name, series);
      const key = labelText(labels);
      series.set(key, (series.get(key) ?? 0) + by);
    },
    counted: (name, labels = {}) => counts.get(name)?.get(labelText(labels)) ?? 0,
    gauge: (name, read) => void reads.set(name, read),
    text: () => {
      const lines: string[] = [];
      for (const [name, series] of counts) {
        lines.push(`# HELP ${name} ${counters[name]}`, `# TYPE ${name} counter`);
        for (const [labels, value] of series) lines.push(`${name}${labels} ${value}`);
      }
      for (const [name, read] of reads)
        lines.push(`# HELP ${name} ${gauges[name]}`, `# TYPE ${name} gauge`, `${name} ${read()}`);
      return lines.join('\n') + '\n';
    },
  };
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`))}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
