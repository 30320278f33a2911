import { Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Question.module.css";

interface QuestionProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  buttons: ReactNode;
  size?: number;
}

/** A dialog with a text and buttons; Escape and the cross dismiss it. */
export function Question({ title, onClose, children, buttons, size = 420 }: QuestionProps) {
  return (
    <Modal opened onClose={onClose} title={title} size={size} withCloseButton={false} classNames={{ title: classes.title ?? "", header: classes.header ?? "", body: classes.body ?? "" }}>
      {children}
      <Group gap="sm" justify="flex-end" mt="lg">
        {buttons}
      </Group>
    </Modal>
  );
}
