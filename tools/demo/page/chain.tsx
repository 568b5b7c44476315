// The way that the word of a payment takes, and where it is broken now.
import { api } from './api';
import { Act } from './act';
import type { SwitchView } from '../events';
import type { Model } from './model';

interface Link {
  name: string;
  good: boolean;
  word: string;
}

function linksOf({ box }: Model, house: SwitchView): Link[] {
  const online = box.link === 'online';
  return [
    { name: 'Box', good: box.powered, word: box.powered ? 'has power' : 'no power' },
    { name: 'Wi-Fi', good: box.powered && box.road === 'up', word: box.road === 'up' ? 'up' : 'gone' },
    {
      name: 'Bridge',
      good: online,
      word: online ? 'box is online' : box.link === '' ? 'not met' : box.link.replace('no-', 'no '),
    },
    { name: house.title, good: house.health === 'ok', word: house.health === 'ok' ? 'heard' : 'not heard' },
  ];
}

export function Chain({ model, house }: { model: Model; house: SwitchView }) {
  return (
    <section class="chain" aria-label="The way of a payment’s news">
      <ol>
        {linksOf(model, house).map(({ name, good, word }) => (
          <li key={name} class={good ? 'good' : 'bad'}>
            <span class="dot" aria-hidden="true" />
            <b>{name}</b> <span>{word}</span>
          </li>
        ))}
      </ol>
      {house.canDrop && (
        <Act class="quiet" run={() => api.customer(house.id, house.reachable ? 'drop' : 'restore')}>
          {house.reachable ? `Drop ${house.title}` : `Bring ${house.title} back`}
        </Act>
      )}
    </section>
  );
}
