// The zones of the file: name, kind, capacity, and what check knows of them.
// SPDX-License-Identifier: Apache-2.0
import { decimal, percent, whole } from '../format.ts';
import { useCommon } from '../settings.tsx';
import type { CheckReply } from './check_reply.ts';
import { quote, type SiteFile, type ZonePart } from './site_file.ts';

interface ZonesProps {
  site: SiteFile;
  checked: CheckReply | null;
  write: (zone: ZonePart, key: string, value: string) => void;
  remove: (zone: ZonePart) => void;
}

const kinds = ['walkway', 'queue', 'stair'] as const;

export function ZonesTable({ site, checked, write, remove }: ZonesProps) {
  const { words, language } = useCommon();
  return (
    <div class="table-room">
      <table class="zones">
        <thead>
          <tr>
            {[words.name, words.kind, words.area, words.capacity, words.coverage].map((head) => (
              <th scope="col">{head}</th>
            ))}
            <th scope="col">
              <span class="for-readers">{words.remove}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {site.zones.map((zone, i) => {
            const known = checked?.zones.find(({ name }) => name === zone.name);
            const patches = (checked?.patches ?? []).filter((patch) => patch.zone === zone.name);
            const heights = patches.flatMap((patch) =>
              patch.views.slice(0, 1).flatMap((view) => view.personHeightPx ?? []),
            );
            return (
              <>
                <tr>
                  <th scope="row">
                    <input
                      aria-label={`${words.name} ${i + 1}`}
                      value={zone.name}
                      maxLength={64}
                      onChange={(event) => write(zone, 'name', quote(event.currentTarget.value))}
                    />
                  </th>
                  <td>
                    <select
                      aria-label={`${words.kind}: ${zone.name}`}
                      value={zone.kind}
                      onChange={(event) => write(zone, 'kind', quote(event.currentTarget.value))}
                    >
                      {kinds.map((kind) => (
                        <option value={kind}>{words.kinds[kind]}</option>
                      ))}
                    </select>
                  </td>
                  <td class="number">
                    {known === undefined
                      ? '\u2013'
                      : `${decimal(known.areaM2, 1, language)} m\u00b2`}
                  </td>
                  <td class="number" title={known?.capacityRule ?? ''}>
                    {known?.capacity == null ? '\u2013' : whole(known.capacity, language)}
                  </td>
                  <td class="number">
                    {known === undefined ? '\u2013' : percent(known.coveragePercent, language)}
                  </td>
                  <td>
                    <button
                      class="plain"
                      aria-label={`${words.remove}: ${zone.name}`}
                      onClick={() => remove(zone)}
                    >
                      {'\u00d7'}
                    </button>
                  </td>
                </tr>
                <tr class="more">
                  <td colSpan={6}>
                    {zone.isInMetres ? words.inMetres : words.corners(zone.corners.length)}
                    {heights.length > 0 &&
                      `; ${words.tall(whole(Math.min(...heights), language), whole(Math.max(...heights), language))}`}
                    {patches.some(({ views }) => views.length > 1) &&
                      patches.map(
                        (patch) =>
                          `; ${decimal(patch.areaM2, 1, language)} m\u00b2 ${words.countedBy(patch.views.map(({ camera }) => camera).join(`, ${words.then} `))}`,
                      )}
                  </td>
                </tr>
              </>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
