import { Button, type ButtonProps, CopyButton as Copying } from '@mantine/core';
import { Check, Copy } from 'lucide-react';

interface CopyButtonProps extends ButtonProps {
  readonly text: string;
  readonly label?: string;
}

/** Puts a text on the clipboard, and says so for a while. */
export function CopyButton({ text, label, ...props }: CopyButtonProps) {
  return (
    <Copying value={text} timeout={4_000}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          leftSection={copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
          onClick={copy}
          aria-label={copied ? 'Copied' : label}
          {...props}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
      )}
    </Copying>
  );
}
