import { createTheme, type MantineColorsTuple } from '@mantine/core';

const pine: MantineColorsTuple = [
  '#eef8f3',
  '#dcf0e7',
  '#b8e0cf',
  '#8fceb3',
  '#62b795',
  '#3a9c78',
  '#228362',
  '#17694f',
  '#1a6b52',
  '#0e3f30',
];

const gray: MantineColorsTuple = [
  '#f8f7f4',
  '#f1efea',
  '#e7e3db',
  '#dcd8cf',
  '#c6c1b7',
  '#a19d94',
  '#7a786f',
  '#5a5b54',
  '#3a3d39',
  '#232624',
];

const red: MantineColorsTuple = [
  '#fdf0ee',
  '#fbe0dd',
  '#f5c0ba',
  '#ee9b93',
  '#e4766c',
  '#d4544a',
  '#bd382f',
  '#ab2f27',
  '#a83129',
  '#6f1c17',
];

/** Warm greys: text and lines of the dark scheme, from light to dark. */
const dark: MantineColorsTuple = [
  '#e3e6e3',
  '#b9c0bc',
  '#9aa39e',
  '#6d7671',
  '#3b423f',
  '#2c3230',
  '#1e2322',
  '#141716',
  '#101312',
  '#0b0d0c',
];

export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 8 },
  autoContrast: true,
  colors: { pine, red, gray, dark },
  defaultRadius: 'md',
  cursorType: 'pointer',
  radius: { xs: '4px', sm: '7px', md: '10px', lg: '14px', xl: '20px' },
  fontFamily:
    "'Inter Variable', ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, monospace",
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  shadows: {
    sm: '0 1px 2px rgba(30, 28, 20, 0.05), 0 4px 14px rgba(30, 28, 20, 0.05)',
    md: '0 2px 4px rgba(30, 28, 20, 0.05), 0 12px 32px rgba(30, 28, 20, 0.1)',
  },
  // As plain objects: the sign-in page need not load a modal because it is themed here.
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
    Badge: { defaultProps: { variant: 'dot', radius: 'xl', tt: 'none', fw: 550 } },
    Button: { defaultProps: { fw: 600 } },
    Card: { defaultProps: { withBorder: true, padding: 'lg', radius: 'lg' } },
    Modal: { defaultProps: { centered: true, radius: 'lg', closeButtonProps: { 'aria-label': 'Close' } } },
    Skeleton: { defaultProps: { radius: 'sm' } },
  },
});
