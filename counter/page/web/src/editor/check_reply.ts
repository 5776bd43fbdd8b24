// What `throng check` knows about a site file.
// SPDX-License-Identifier: Apache-2.0
import { isObject, list } from '../contract.ts';
import type { Pair } from './site_file.ts';

export interface Complaint {
  weight: 'mistake' | 'note';
  line: number;
  field: string;
  text: string;
}
export interface CheckedCamera {
  name: string;
  picture: Pair;
  heightM: number;
  tiltDeg: number;
  // Below 0 a barrel, 0 a pinhole.
  lensBend: number;
  // How far the points of straight_lines are off straight; null without them.
  linesRmsPx: number | null;
  tooLow: boolean;
  rmsPx: number | null;
  // Three rows of four: from metres (x, y, z, 1) to a pinhole's pixels times depth, and depth.
  pixelFromSite: number[];
  // No px where a mark lies behind the camera, no metres where it lies above the horizon.
  residuals: { px: number | null; metres: number | null; leftOut: boolean }[];
}
export interface CheckedZone {
  name: string;
  areaM2: number;
  capacity: number | null;
  capacityRule: string;
  coveragePercent: number;
  outlineM: Pair[];
  fullestOf: string | null;
}
export interface CheckedPatch {
  zone: string;
  areaM2: number;
  // The first counts; the next while it is blind.
  views: { camera: string; outlinePx: Pair[]; personHeightPx: Pair | null }[];
}
export interface CheckReply {
  complaints: Complaint[];
  cameras: CheckedCamera[];
  zones: CheckedZone[];
  patches: CheckedPatch[];
  missingOnSign: { camera: string; keys: string[] }[];
}

export function readCheckReply(value: unknown): CheckReply {
  const of = (key: string): unknown[] => (isObject(value) ? list(value[key]) : []);
  return {
    complaints: of('complaints') as Complaint[],
    cameras: of('cameras') as CheckedCamera[],
    zones: of('zones') as CheckedZone[],
    patches: of('patches') as CheckedPatch[],
    missingOnSign: of('missingOnSign') as CheckReply['missingOnSign'],
  };
}
