// A site file to begin with.
// SPDX-License-Identifier: Apache-2.0
export const newFile = `[site]
name = "New site"

[[camera]]
name = "camera 1"
source = "rtsp://10.0.0.5:554/stream2"
picture = [1280, 720]
`;

export const newCamera = (number: number): string[] => [
  `name = "camera ${number}"`,
  'source = "rtsp://10.0.0.5:554/stream2"',
  'picture = [1280, 720]',
];

export const newZone = (name: string, camera: string, outline: string): string[] => [
  `name = ${name}`,
  'kind = "walkway"',
  `camera = ${camera}`,
  `image = ${outline}`,
];
