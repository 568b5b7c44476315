// The way that the word of a payment takes, and where it is broken now.
import { api } from './api';
import { Act } from './act';
import type { Model } from './model';

interface Link {
  name: string;
  good: boolean;
  word: string;
}

function linksOf({ box, switch: house }: Model): Link[] {
  const online = box.link === 'online';
  return [
    { name: 'Box', good: box.powered, word: box.powered ? 'has power' : 'no power' },
    { name: 'Wi-Fi', good: box.powered && box.road === 'up', word: box.road === 'up' ? 'up' : 'gone' },
    {
      name: 'Bridge',
      good: online,
      word: online ? 'box is online' : box.link === '' ? 'not met' : box.link.replace('no-', 'no '),
    },
    { name: 'Clearing house', good: house.health === 'ok', word: house.health === 'ok' ? 'heard' : 'not heard' },
  ];
}

export function Chain({ model }: { model: Model }) {
  return (
    <section class="chain" aria-label="The way of a payment’s news">
      <ol>
        {linksOf(model).map(({ name, good, word }) => (
          <li key={name} class={good ? 'good' : 'bad'}>
            <span class="dot" aria-hidden="true" />
            <b>{name}</b> <span>{word}</span>
          </li>
        ))}
      </ol>
      <Act class="quiet" run={() => api.customer(model.switch.reachable ? 'drop' : 'restore')}>
        {model.switch.reachable ? 'Drop the clearing house' : 'Bring the clearing house back'}
      </Act>
    </section>
  );
}
