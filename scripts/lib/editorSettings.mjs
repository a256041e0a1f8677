/** User settings that keep VS Code quiet: no welcome, no chat, no telemetry, no questions about git or trust. */
export const editorSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'window.confirmBeforeClose': 'never',
  // Otherwise every service of the shop announces its port.
  'remote.autoForwardPorts': false,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
};
