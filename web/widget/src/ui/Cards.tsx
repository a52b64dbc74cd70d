import type { VNode } from 'preact';
import type { Block, OrderCard, ProductCard, TrackingStep } from '../../../shared/wire';
import { Link, safeLink } from '../markdown';
import { plain } from '../text';
import { useShell } from './hooks';
import { Icon } from './icons';

/** A block that this page knows; others say the same in the message's text. */
export function Card({ block }: { block: Block }): VNode | null {
  if (block.type === 'order' && block.order) return <Order order={block.order} />;
  if (block.type === 'product' && block.product) return <Product product={block.product} />;
  return null;
}

// States that a shopper would not call good news.
const UNHAPPY = /delay|lost|fail|problem|cancel|return/;

function Order({ order }: { order: OrderCard }): VNode {
  const { words } = useShell();
  const url = safeLink(order.url);
  return (
    <section class="card order" dir={words.dir} aria-label={words.t('order', { n: plain(order.number) })}>
      <h3>
        <Icon name="parcel" />
        <bdi>{words.t('order', { n: plain(order.number) })}</bdi>
        {order.status_label && <span class={UNHAPPY.test(order.status ?? '') ? 'tag warn' : 'tag'}>{order.status_label}</span>}
      </h3>
      {order.eta && <p class="eta">{words.t('eta', { date: words.day(order.eta) })}</p>}
      {!!order.steps?.length && <Steps steps={order.steps} />}
      {!!order.items?.length && (
        <ul class="items">
          {order.items.map((item, i) => (
            <li key={i}>
              <span dir="auto">
                {plain(item.title)}
                {!!item.quantity && item.quantity > 1 && (
                  <span class="quiet">
                    {' '}
                    <span aria-hidden="true">× {words.number(item.quantity)}</span>
                    <span class="sr">
                      ({words.t('qty')}: {words.number(item.quantity)})
                    </span>
                  </span>
                )}
              </span>
              {item.price && <bdi>{item.price}</bdi>}
            </li>
          ))}
        </ul>
      )}
      <dl>
        <Fact name={words.t('total')} value={order.total} />
        <Fact name={words.t('carrier')} value={order.carrier} />
        {order.tracking && (
          <div>
            <dt>{words.t('tracking')}</dt>
            <dd>
              {url ? <Link url={url} label={order.tracking} note={words.t('new_tab')} /> : <bdi>{plain(order.tracking)}</bdi>}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function Fact({ name, value }: { name: string; value?: string }): VNode | null {
  if (!value) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{plain(value)}</bdi>
      </dd>
    </div>
  );
}

/** Where the parcel has been, the newest first. */
function Steps({ steps }: { steps: TrackingStep[] }): VNode {
  const { words } = useShell();
  return (
    <ol class="steps" aria-label={words.t('track')}>
      {[...steps].reverse().map((step, i) => (
        <li key={i} aria-current={i === 0 ? 'step' : undefined}>
          <span dir="auto">{plain(step.label)}</span>
          <span class="quiet">
            {step.place && <bdi>{plain(step.place)}</bdi>}
            {step.place && step.at && ' · '}
            {step.at && <time dateTime={step.at}>{words.time(step.at, Date.now())}</time>}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Product({ product }: { product: ProductCard }): VNode {
  const { words } = useShell();
  const url = safeLink(product.url);
  const image = safeLink(product.image);
  return (
    <section class="card product" dir={words.dir} aria-label={plain(product.title)}>
      {image?.protocol.startsWith('http') && (
        <img
          src={image.href}
          alt=""
          loading="lazy"
          referrerpolicy="no-referrer"
          width="72"
          height="72"
          onError={(event) => (event.currentTarget.hidden = true)}
        />
      )}
      <div>
        <h3 dir="auto">{plain(product.title)}</h3>
        <p>
          {product.price && (
            <strong>
              <bdi>{product.price}</bdi>
            </strong>
          )}
          {product.stock && <span class="quiet">{product.stock}</span>}
        </p>
        {url && (
          <p>
            <Link url={url} label={words.t('view_product')} note={words.t('new_tab')} />
          </p>
        )}
      </div>
    </section>
  );
}
